"""The customer: a persona as its author wrote it, and the engine that plays it.

    persona      the whole file, made of:
    lines        wordings by heat, each with its intensity
    temper       what heats and what cools, patience, interrupting, yielding
    beats        the conversation: what is waited for, and what comes then
    links        names that point somewhere must arrive
    conduct      no slurs, and something mild to say (`slurs` has the list)

    listener     what a reply means to this customer: behaviours, questions, offers, holds
    mood         the rules of heat
    drawing      which wording is said
    dialogue     the rules of the conversation
    library      where personas are found

All of it but the library is pure and seeded.
"""
