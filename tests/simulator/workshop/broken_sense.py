"""Personas that are well formed and make no sense: names that lead nowhere, and what nobody can reach."""

from __future__ import annotations

from tests.simulator.workshop.broken import Broken, warning

_RUSHED = "      - needs: [asks:order]\n        then: rushed\n"
_HOLD = "  - to: on_hold\n    says:\n"
LAST = "      - discontent: Wait! What about my tickets?\n"
_FLOOR = "  floor: 1\n"
REACTIONS = "reactions:\n"
DIGRESSES = "  - to: jargon\n    then: {}\n"
_PARK = """\
  parking:
    says:
      warm:
        - discontent: I don't know where to park, either.
      cool:
        - discontent: And where can I park?
      hot:
        - discontent: And where do I park?
    ways:
      - needs: [solution]
        then: {}
    asks_again:
      warm:
        - discontent: So what about the car?
      cool:
        - discontent: And the car?
      hot:
        - discontent: And my car?

"""


def beat(name: str, then: str) -> str:
    return _PARK.replace("parking", name).format(then)


NAMES = (
    Broken("an unknown first beat", "first: panic", "first: ¦panick", "there is no beat 'panick'",
           "did you mean 'panic'?"),
    Broken("a way to an unknown beat", _RUSHED, _RUSHED.replace("rushed", "¦rush"),
           "there is no beat or ending 'rush'", "did you mean 'rushed'?"),
    Broken("a way to a beat far from any", _RUSHED, _RUSHED.replace("rushed", "¦xyz"),
           "there is no beat or ending 'xyz'", "known: panic, rushed, mail, when, end:resolved"),
    Broken("a way to an unknown ending", "then: end:resolved", "then: ¦end:solved",
           "there is no beat or ending 'end:solved'", "did you mean 'end:resolved'?"),
    Broken("a way to an ending without its mark", "then: end:resolved", "then: ¦resolved",
           "there is no beat or ending 'resolved'", "did you mean 'end:resolved'?"),
    Broken("a digression to an unknown beat", REACTIONS, REACTIONS + DIGRESSES.format("¦mial"),
           "there is no beat 'mial'", "did you mean 'mail'?"),
    Broken("a digression to an ending", REACTIONS, REACTIONS + DIGRESSES.format("¦end:hung_up"),
           "there is no beat 'end:hung_up'"),
    Broken("a need of an unknown behaviour", "needs: [commitment]", "needs: [¦comitment]",
           "there is no behaviour, fact or remedy 'comitment'", "did you mean 'commitment'?"),
    Broken("an alternative that there is not",
           "needs: [offers:resend | offers:desk]\n        then: when\n    asks_again:\n      hot:\n"
           "" "        - discontent: Did",
           "needs: [¦offers:resend | sympathy]\n        then: when\n    asks_again:\n      hot:\n"
           "" "        - discontent: Did", "there is no behaviour, fact or remedy 'sympathy'",
           "did you mean 'empathy'?"),
    Broken("an empty alternative", "needs: [commitment]", "needs: [¦commitment |]",
           "there is no behaviour, fact or remedy ''"),
    Broken("a question for an unknown fact", "          - asks:order\n", "          - ¦asks:oder\n",
           "'asks:oder'", "did you mean 'asks:order'?"),
    Broken("an offer of an unknown remedy", "needs: [offers:desk]", "needs: [¦offers:dask]", "'offers:dask'",
           "did you mean 'offers:desk'?"),
    Broken("a fact without its mark", "          - asks:order\n", "          - ¦order\n",
           "fact or remedy 'order'", "did you mean 'asks:order'?"),
    Broken("a question for a fact without words", "          - asks:order\n", "          - ¦asks:show\n",
           "nobody can ask for 'show': the fact has no words", "give the fact 'words'"),
    Broken("a reaction to an unknown behaviour", "  - to: defensive", "  - to: ¦defence",
           "there is no behaviour 'defence'", "did you mean 'defensive'?"),
    Broken("a reaction to a question for nothing", "  - to: defensive", "  - to: ¦asks:oder", "'asks:oder'",
           "did you mean 'asks:order'?"),
    Broken("a reaction to nothing known", "  - to: on_hold", "  - to: ¦rain", "there is no behaviour 'rain'",
           "known: acknowledgement"),
    Broken("a reaction that does nothing", REACTIONS, f"{REACTIONS}  - ¦to: jargon\n",
           "the reaction does nothing", "give it 'says', or 'then' with a beat"),
    Broken("an unknown thing that cools", "    solution: 1.8", "    ¦solutions: 1.8",
           "there is no behaviour 'solutions'", "did you mean 'solution'?"),
    Broken("an unknown thing that heats", "    defensive: 1.6", "    ¦defence: 1.6",
           "there is no behaviour 'defence'", "did you mean 'defensive'?"),
    Broken("a better line for an unknown behaviour", "better:\n", "better:\n  ¦kindness: I care.\n",
           "there is no behaviour 'kindness'", "known: acknowledgement"),
    Broken("an unknown fact in a line", LAST, "      - ¦discontent: Wait! It's {ordr}!\n",
           "there is no fact 'ordr'", "did you mean 'order'?"),
    Broken("a fact without a name in a line", LAST, "      - ¦discontent: Wait! It's {}!\n",
           "there is no fact ''", "known: show, order, email"),
    Broken("an unknown fact in a trigger's line", "            - discontent: I've looked there. Twice.",
           "            - ¦discontent: I've looked {ther}. Twice.", "there is no fact 'ther'", "known: show"),
    Broken("an unknown fact in the brief of a handover", "    - The address had", "    - ¦The {adress} had",
           "there is no fact 'adress'", "known: show, order, email"),
    Broken("an unknown fact in a better line", "  apology: I'm so sorry", "  apology: ¦I'm {very} sorry",
           "there is no fact 'very'", "known: show, order, email"),
    Broken("what heats under cools", "    solution: 1.8", "    ¦dismissive: 1.8",
           "'dismissive' never cools anybody", "it belongs under heats"),
    Broken("what cools under heats", "    defensive: 1.6", "    ¦empathy: 1.6",
           "'empathy' never heats anybody", "it belongs under cools"),
    Broken("a warning that does nothing", "    defensive: 1.6", "    ¦warning: 0",
           "'warning' heats everybody", "give it more than 0"),
    Broken("calming down that does nothing", "    defensive: 1.6", "    ¦dismissive: 0",
           "'dismissive' heats everybody", "give it more than 0"),
    Broken("a start under the floor", "  start: 6.5", "  start: 0.5",
           "start must lie between floor and ceiling: 1", at="¦temper:"),
    Broken("a start over the ceiling", _FLOOR, f"{_FLOOR}  ceiling: 6\n",
           "start must lie between floor and ceiling: 1", at="¦temper:"),
    Broken("no way of moving", _FLOOR, "  floor: 6.5\n  ceiling: 6.5\n",
           "start must lie between floor and ceiling", at="¦temper:"),
)  # fmt: skip

_ENDINGS = "\n¦endings:\n"

SENSE = (
    Broken("nobody hangs up",
           "  hung_up:\n    hot:\n      - sharp: Forget it! I'm driving over there myself!\n"
           "" "      - discontent: Forget it. I'll drive over there.\n", "", "endings has no 'hung_up'",
           "add its last words", at=_ENDINGS),
    Broken("nobody ends the call",
           "  trainee_ended:\n    warm:\n      - discontent: Wait! What about my tickets?\n", "",
           "endings has no 'trainee_ended'", "add its last words", at=_ENDINGS),
    Broken("nobody is handed over",
           "  escalated:\n    warm:\n      - discontent: All right, put me through. Thanks.\n", "",
           "endings has no 'escalated'", "add its last words", at=_ENDINGS),
    Broken("nothing better",
           "  acknowledgement: I hear you. It starts tonight, and the tickets never came.\n", "",
           "better has no 'acknowledgement'", "add it", at="\n¦better:"),
    Broken("one mild way to ask again",
           "      warm:\n        - discontent: It's my sister's birthday. I promised her.\n      cool:\n"
           "" "        - discontent: I promised it to my sister, you know.\n",
           "      warm:\n        - sharp: It's my sister's birthday!\n",
           "beats.rushed.asks_again needs at least two", "the trainee can forbid",
           at="¦asks_again:\n      hot:\n        - discontent: Did you hear"),
    Broken("the same mild hello twice", "    - discontent: Is anybody there?\n",
           "    - discontent: Hello? [sigh] Are you still *there*?\n", "hello needs at least two",
           at="\n¦hello:"),
    Broken("one mild hello", "    - discontent: Is anybody there?\n", "", "hello needs at least two",
           "said more than once", at="\n¦hello:"),
    Broken("no mild last words", LAST, "      - sharp: Wait, you!\n",
           "endings.trainee_ended needs at least one wording", "the trainee can forbid",
           at="  ¦trainee_ended:"),
    Broken("no mild question", "      - discontent: Okay. But do they know",
           "      - sharp: Okay. But do they know", "handover.asks needs at least one wording",
           at="  ¦asks:\n    warm:\n      - sharp: Okay. But"),
    Broken("a beat that nobody reaches", "beats:\n", "beats:\n" + beat("¦parking", "when"),
           "nothing leads to the beat 'parking'", "lead a way or a reaction here, or take it out"),
    Broken("beats that only reach each other", "beats:\n",
           "beats:\n" + beat("¦parking", "garage") + beat("garage", "parking"),
           "nothing leads to the beat 'parking'", others=1),
    Broken("a beat without a way out", "needs: [offers:desk]\n        then: when",
           "needs: [offers:desk]\n        then: parking", "from the beat 'parking' no ending can be reached",
           "a way to an ending",
           also=(("beats:\n", "beats:\n" + beat("¦parking", "garage") + beat("garage", "parking")),),
           others=1),
    Broken("a way to its own beat", _RUSHED, _RUSHED.replace("rushed", "¦panic"),
           "this way leads to its own beat", "lead it elsewhere", others=2),
    Broken("a way back from nowhere", _RUSHED, _RUSHED.replace("rushed", "¦back"),
           "'back' leads nowhere: this beat is not part of a digression",
           "a digression begins with a reaction's 'then'", others=2),
    Broken("a heat under the floor", "        below: 8.5", "        below: ¦0.5",
           "the heat is never as low as 0.5: the floor is 1", "raise 'below'", others=2),
    Broken("a fact that nobody uses", "facts:\n", "facts:\n  ¦seat:\n    is: row four\n",
           "the fact 'seat' is never used", "name it in a line as {seat}"),
    Broken("a fact that only the briefing knows", "facts:\n",
           "facts:\n  ¦seat:\n    is: row four\n    words: [seat]\n", "the fact 'seat' is never used"),
    Broken("last words for an ending that never comes", "endings:\n",
           "endings:\n  ¦disengaged:\n    hot:\n      - discontent: Oh.\n",
           "the ending 'disengaged' is never reached: the caller never threatens", "take it out"),
    Broken("last words after abuse that never comes", "endings:\n",
           "endings:\n  ¦ended_after_warnings:\n    hot:\n      - discontent: Oh.\n",
           "the ending 'ended_after_warnings' is never reached: the caller never insults"),
    Broken("nobody is passed on", "handover:\n  asks:\n    warm:\n"
           "" "      - discontent: Okay. But do they know what it's about? I have no time to start again.\n"
           "" "  brief:\n    - Priya Nair, order {order}, two seats for {show}; the tickets never came.\n"
           "" "    - The address had a typing mistake; the right one is {email}.\n", "",
           "the ending 'passed_on' is never reached: without a 'handover'", at="  ¦passed_on:"),
    Broken("nobody can be helped", "then: end:resolved", "then: end:escalated",
           "the ending 'resolved' is never reached: no way leads to end:resolved",
           at="  ¦resolved:\n    warm:", others=3),
    Broken("a case for a supervisor without insults", "difficulty: 2",
           "difficulty: 2\nescalation: ¦supervisor", "a case for 'supervisor' needs lines under 'insult'",
           "let it be a case for the employee"),
    Broken("a case for security without threats", "difficulty: 2", "difficulty: 2\nescalation: ¦security",
           "a case for 'security' needs lines under 'threat'"),
    Broken("a slur", LAST, "      - discontent: ¦Wait, you spaz!\n", "'spaz' is a slur or a sexual threat",
           "find other words"),
    Broken("a slur in capitals", LAST, "      - discontent: ¦Wait, you SPAZ!\n", "'spaz' is a slur"),
    Broken("slurs in the plural", "  - The tickets at the desk", "  - ¦Two spazes, the tickets at the desk",
           "'spazes' is a slur"),
    Broken("a slur in the title", "title: Two tickets, one concert, tonight", "title: ¦Gypo",
           "'gypo' is a slur"),
    Broken("a slur in a trigger's line", "            - discontent: I've looked there. Twice.",
           "            - discontent: ¦I've looked there, you spaz.", "'spaz' is a slur"),
    Broken("a slur as a trigger", "hears: [spam folder", "hears: [¦spaz", "'spaz' is a slur"),
    Broken("a recording of a trigger that is missing",
           "            - discontent: I've looked there. Twice.\n",
           "            - discontent: I've looked there. Twice.\n              wav: ¦twice.wav\n",
           "there is no recording 'twice.wav'"),
    Broken("a trigger for which nobody gets hot enough", "        heat: 3\n", "        heat: ¦9\n",
           "the heat is never as high as 9: the ceiling is 8", "lower 'heat', or raise the ceiling",
           also=(("  floor: 1\n", "  floor: 1\n  ceiling: 8\n"),), others=1),
    Broken("an interruption for which nobody gets hot enough", "    heat: 6\n    after_s",
           "    heat: ¦9\n    after_s",
           "the heat is never as high as 9: the ceiling is 8",
           also=(("  floor: 1\n", "  floor: 1\n  ceiling: 8\n"),), others=1),
    warning("a trigger's phrase twice", "[working days,", "[working days, ¦Spam folder,",
            "'Spam folder' is among the triggers twice", "keep one"),
    warning("a speech on a trigger", "            - discontent: No, no. It's tonight.",
            f"            - ¦discontent: {'no ' * 61}", "this line has 61 words", "people take turns"),
    warning("a better line on which the caller breaks in", "  empathy: That must be",
            "  ¦empathy: Look into your spam folder. That must be", "the caller breaks in on this line",
            "say it without a trigger's phrase"),
    Broken("a slur as a word", "words: [desk, box office", "words: [desk, box office, ¦spaz",
           "'spaz' is a slur"),
)  # fmt: skip
