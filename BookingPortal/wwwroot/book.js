// What the customer's pages do better with scripts. Without them every page works; nothing here is needed.

// What was typed comes back with the visitor who looks at other times and returns: in this tab alone, no longer than the time
// is kept and a few minutes more, and gone as soon as it is booked or given back.
const typed = { key: "book.typed", moreSeconds: 300 };

// The countdowns of what is kept. The server says how many seconds are left, so that a wrong clock in the browser changes nothing.
let timer = 0;
let patience = 0;
let path = location.pathname;
let typedUntil = 0;

function countDown() {
  clearInterval(timer);
  const ticks = [...document.querySelectorAll("[data-kept]")].map(countKept);
  const bar = document.querySelector("[data-hold]");
  // What the bar says is as of its rendering: from here on the clock goes, however often something is typed.
  typedUntil = Date.now() + (Number(bar?.dataset.left ?? 0) + typed.moreSeconds) * 1000;
  if (bar) ticks.push(countHold(bar));
  if (ticks.length === 0) return;
  const tick = () => ticks.forEach(each => each());
  tick();
  timer = setInterval(tick, 1000);
}

const seconds = element => {
  const end = performance.now() + Number(element.dataset.left) * 1000;
  return () => Math.max(0, Math.round((end - performance.now()) / 1000));
};
const clock = left => `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;

// Somewhere else on the way: it is told as long as it is true.
function countKept(box) {
  const left = seconds(box);
  const words = box.querySelector("[data-left-words]");
  return () => {
    if (left() === 0) leave(box);
    else words.textContent = clock(left());
  };
}

// Whoever stands in it is not thrown back to the top of the document.
function leave(box) {
  const isInside = box.contains(document.activeElement);
  box.remove();
  if (isInside) focusOn(document.querySelector("h1"));
}

function countHold(bar) {
  const remaining = seconds(bar);
  const whole = Number(bar.dataset.whole) || 1;
  const words = bar.querySelector("[data-left-words]");
  const fill = bar.querySelector(".track i");
  const aloud = bar.querySelector("[data-hold-aloud]");
  let told = Math.ceil(Number(bar.dataset.left) / 60);
  let isOver = false;

  return () => {
    const left = remaining();
    if (isOver) return;
    if (left === 0) {
      isOver = true;
      bar.querySelector(".hold-words b").textContent = "The minutes are over";
      const more = bar.querySelector(".hold-words .muted");
      more.textContent = "Book all the same: if nobody has taken the time, it is yours.";
      more.classList.remove("wide");
      aloud.textContent = "The minutes are over. Book all the same: if nobody has taken the time, it is yours.";
      fill.style.width = "0";
      return;
    }
    words.textContent = clock(left);
    fill.style.width = `${(100 * left) / whole}%`;
    bar.classList.toggle("soon", left <= 60);
    const minutes = Math.ceil(left / 60);
    if (minutes < told) {
      told = minutes;
      aloud.textContent = minutes === 1 ? "One minute left." : `${minutes} minutes left.`;
    }
  };
}

function keepTyped() {
  const values = Object.fromEntries(typedFields().map(field => [field.id, field.value]));
  store(() => sessionStorage.setItem(typed.key, JSON.stringify({ until: typedUntil, values })));
}

function bringBackTyped() {
  if (document.querySelector("[data-booked]")) return forgetTyped();
  const kept = store(() => JSON.parse(sessionStorage.getItem(typed.key)));
  if (kept && !(kept.until > Date.now())) return forgetTyped();
  const fields = typedFields();
  for (const field of fields) field.value ||= kept?.values?.[field.id] ?? "";
  if (fields.some(field => field.value)) keepTyped();
}

const forgetTyped = () => store(() => sessionStorage.removeItem(typed.key));
const typedFields = () => [...document.querySelectorAll("[data-typed] :is(input, textarea)[id]")];

// A browser may refuse to keep anything; then nothing comes back.
function store(act) {
  try {
    return act();
  } catch {
    return null;
  }
}

document.addEventListener("input", event => { if (event.target.closest?.("[data-typed]")) keepTyped(); });

// The browser knows the visitor's zone: offer it by name, where it shows another time than the site's.
function offerOwnZone() {
  const link = document.querySelector("[data-own-zone]");
  if (!link) return;
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (!own || own === link.dataset.ownZone || !own.includes("/")) return;
  const city = own.slice(own.lastIndexOf("/") + 1).replaceAll("_", " ");
  link.href = link.dataset.ownZoneLink.replace("own-zone", encodeURIComponent(own));
  link.textContent = `Use my zone (${city})`;
}

// After a step the reader is taken to what is new: a notice first, then what the address points at, else a new page's heading.
function takeFocus(isOtherPage) {
  const target = document.querySelector("[data-focus]")
    ?? (location.hash ? document.getElementById(location.hash.slice(1)) : isOtherPage ? document.querySelector("h1") : null);
  focusOn(target);
}

function focusOn(target) {
  if (target?.matches("h1")) target.tabIndex = -1;
  target?.focus({ preventScroll: !target.matches("[data-focus]") });
}

function ready(first, isFromCache = false) {
  // A form that leads to another page would otherwise leave the reader in its middle.
  const isOtherPage = path !== location.pathname;
  if (isOtherPage && !location.hash) scrollTo(0, 0);
  path = location.pathname;
  clearTimeout(patience); // the form that waits for an answer may be gone with its page
  document.querySelectorAll("[aria-disabled=true]").forEach(it => it.removeAttribute("aria-disabled"));
  document.querySelectorAll("form[data-sent]").forEach(it => delete it.dataset.sent);
  document.querySelector(".no-answer")?.remove();
  // A page that comes back from the browser's own cache brings its timers along, and they are right.
  if (!isFromCache) countDown();
  bringBackTyped();
  offerOwnZone();
  if (!first || document.querySelector("[data-focus]")) setTimeout(() => takeFocus(isOtherPage));
}

// A second press while the first is on its way does nothing. (The server would answer it with the same booking.)
document.addEventListener("submit", event => {
  const form = event.target;
  if (!form.matches("form[data-once]")) return;
  if (form.dataset.sent) {
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  if (!navigator.onLine) {
    event.preventDefault();
    event.stopImmediatePropagation();
    sayNoAnswer("You are offline", "Nothing was sent. Press again when the connection is back.");
    return;
  }
  if (event.submitter?.value === "release") forgetTyped();
  form.dataset.sent = "1";
  event.submitter?.setAttribute("aria-disabled", "true");
  clearTimeout(patience);
  patience = setTimeout(() => {
    delete form.dataset.sent;
    event.submitter?.removeAttribute("aria-disabled");
    sayNoAnswer("There is no answer yet", "The connection is slow or lost. You can wait, or press again: nothing is booked twice.");
  }, 8000);
}, true);

function sayNoAnswer(title, text) {
  document.querySelector(".no-answer")?.remove();
  const box = Object.assign(document.createElement("section"), { className: "notice warn no-answer", tabIndex: -1 });
  const words = document.createElement("div");
  words.append(Object.assign(document.createElement("h2"), { textContent: title }), Object.assign(document.createElement("p"), { textContent: text }));
  box.append(words);
  box.setAttribute("role", "alert");
  document.querySelector("h1")?.after(box);
  box.scrollIntoView({ block: "center" });
  box.focus({ preventScroll: true });
}

// Arrow keys walk through the open days of the month, as in any calendar.
document.addEventListener("keydown", event => {
  const day = event.target.closest?.(".grid .day.open");
  const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 }[event.key];
  if (!day || !step) return;
  const days = [...document.querySelectorAll(".grid td")].filter(cell => cell.textContent.trim());
  let index = days.indexOf(day.closest("td"));
  do { index += step; } while (days[index] && !days[index].querySelector("a"));
  const next = days[index]?.querySelector("a");
  if (next) {
    event.preventDefault();
    next.focus();
  }
});

addEventListener("pageshow", event => { if (event.persisted) ready(true, true); });

function listen() {
  if (window.Blazor?.addEventListener) Blazor.addEventListener("enhancedload", () => ready(false));
  else setTimeout(listen, 50);
}

ready(true);
listen();
