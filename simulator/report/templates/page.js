"use strict";
(() => {
  const sound = document.getElementById("sound");
  const tip = document.getElementById("tip");
  const now = document.getElementById("now");

  const clock = (s) => Math.floor(s / 60) + ":" + String(Math.floor(s % 60)).padStart(2, "0");
  const play = (source) => {
    if (!sound) return;
    sound.currentTime = Number(source.dataset.at);
    now.textContent = "Playing from " + clock(sound.currentTime);
    sound.play().catch((error) => {
      if (error.name !== "AbortError") now.textContent = "This browser can't play the recording.";
    });
  };

  document.addEventListener("click", (event) => {
    const source = event.target.closest("[data-at]");
    if (source) play(source);
  });

  // Marks of the timeline: one stop for Tab in each lane, arrows along it, Enter and Space play.
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") return hide();
    const mark = event.target.closest(".mark");
    if (!mark) return;
    const marks = [...mark.parentElement.querySelectorAll(".mark")];
    const place = marks.indexOf(mark);
    const goes = {
      ArrowRight: place + 1, ArrowDown: place + 1, ArrowLeft: place - 1, ArrowUp: place - 1,
      Home: 0, End: marks.length - 1,
    }[event.key];
    if (event.key === "Enter" || event.key === " ") play(mark);
    else if (goes === undefined) return;
    else if (marks[goes]) {
      mark.tabIndex = -1;
      marks[goes].tabIndex = 0;
      marks[goes].focus();
    }
    event.preventDefault();
  });

  // The tooltip shows what assistive technology reads from the mark: its name and description.
  const show = (mark) => {
    tip.replaceChildren();
    const told = [mark.getAttribute("aria-label"), ...mark.querySelector("desc").textContent.split(" · ")];
    told.forEach((text, place) => {
      const line = document.createElement(place ? "p" : "b");
      line.textContent = text;
      tip.append(line);
    });
    tip.hidden = false;
    const box = mark.getBoundingClientRect();
    const wide = tip.offsetWidth;
    const tall = tip.offsetHeight;
    const left = Math.min(Math.max(8, box.left + box.width / 2 - wide / 2), innerWidth - wide - 8);
    const above = box.top - tall - 6;
    tip.style.left = left + "px";
    tip.style.top = (above > 4 ? above : box.bottom + 6) + "px";
  };
  const hide = () => { tip.hidden = true; };
  const over = (event) => event.target.closest && event.target.closest(".mark");
  document.addEventListener("pointerover", (event) => {
    const mark = over(event);
    if (mark) show(mark);
    else if (!tip.contains(event.target)) hide();
  });
  document.addEventListener("focusin", (event) => { if (over(event)) show(over(event)); else hide(); });
  document.addEventListener("focusout", hide);
  document.addEventListener("scroll", hide, true);

  // Where the recording is: a line through the timeline, and the line that is being said.
  const rows = [...document.querySelectorAll("svg.timeline")].map((svg) => ({
    head: svg.querySelector(".playhead"),
    from: Number(svg.dataset.from), until: Number(svg.dataset.until),
    left: Number(svg.dataset.left), right: Number(svg.dataset.right),
  }));
  const entries = [...document.querySelectorAll(".entry")];
  const follow = () => {
    const at = sound.currentTime;
    for (const row of rows) {
      const here = at >= row.from && at < row.until;
      const x = row.left + (at - row.from) / (row.until - row.from) * (row.right - row.left);
      row.head.setAttribute("x1", here ? x : -9);
      row.head.setAttribute("x2", here ? x : -9);
    }
    for (const entry of entries) {
      const here = at >= Number(entry.dataset.from) && at < Number(entry.dataset.until);
      entry.classList.toggle("playing", here && !sound.paused);
    }
    if (!sound.paused) requestAnimationFrame(follow);
  };
  if (sound) for (const kind of ["play", "pause", "seeked", "ended"]) sound.addEventListener(kind, follow);
})();
