// A page has the time at which it was made; how long ago that is, its reader's clock knows.
for (const line of document.querySelectorAll(".age")) {
  const made = new Date(line.querySelector("time").dateTime);
  const hours = (Date.now() - made) / 3600000;
  const age = hours < 48 ? Math.round(hours) + " h" : Math.round(hours / 24) + " days";
  const stale = hours > 24;
  line.classList.toggle("stale", stale);
  line.querySelector("span").textContent = " - " + age + " ago" +
    (stale ? ": STALE, pages are to be made anew within 24 h; something may be broken" : "");
}
