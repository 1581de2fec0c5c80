// What the customer's pages do better with scripts. Without them every page works; nothing here is needed.

// The countdown of a hold. The server says how many seconds are left, so that a wrong clock in the browser changes nothing.
let timer = 0;
let path = location.pathname;

function countDown() {
  clearInterval(timer);
  const bar = document.querySelector("[data-hold]");
  if (!bar) return;
  const end = performance.now() + Number(bar.dataset.left) * 1000;
  const whole = Number(bar.dataset.whole) || 1;
  const words = bar.querySelector("[data-left-words]");
  const fill = bar.querySelector(".track i");
  const aloud = bar.querySelector("[data-hold-aloud]");
  let told = Math.ceil(Number(bar.dataset.left) / 60);

  const tick = () => {
    const left = Math.max(0, Math.round((end - performance.now()) / 1000));
    if (left === 0) {
      clearInterval(timer);
      bar.querySelector(".hold-words b").textContent = "The minutes are over";
      const more = bar.querySelector(".hold-words .muted");
      more.textContent = "Book all the same: if nobody has taken the time, it is yours.";
      more.classList.remove("wide");
      aloud.textContent = "The minutes are over. Book all the same: if nobody has taken the time, it is yours.";
      fill.style.width = "0";
      return;
    }
    words.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
    fill.style.width = `${(100 * left) / whole}%`;
    bar.classList.toggle("soon", left <= 60);
    const minutes = Math.ceil(left / 60);
    if (minutes < told) {
      told = minutes;
      aloud.textContent = minutes === 1 ? "One minute left." : `${minutes} minutes left.`;
    }
  };
  tick();
  timer = setInterval(tick, 1000);
}

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

// After a step the reader is taken to what is new: a notice first, then what the address points at.
function takeFocus() {
  const target = document.querySelector("[data-focus]") ?? (location.hash ? document.getElementById(location.hash.slice(1)) : null);
  target?.focus({ preventScroll: !target.matches("[data-focus]") });
}

function ready(first) {
  // A form that leads to another page would otherwise leave the reader in its middle.
  if (path !== location.pathname && !location.hash) scrollTo(0, 0);
  path = location.pathname;
  document.querySelectorAll("[aria-disabled=true]").forEach(it => it.removeAttribute("aria-disabled"));
  document.querySelectorAll("form[data-sent]").forEach(it => delete it.dataset.sent);
  document.querySelector(".no-answer")?.remove();
  countDown();
  offerOwnZone();
  if (!first || document.querySelector("[data-focus]")) setTimeout(takeFocus);
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
  form.dataset.sent = "1";
  event.submitter?.setAttribute("aria-disabled", "true");
  setTimeout(() => {
    if (!form.dataset.sent) return;
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

addEventListener("pageshow", event => { if (event.persisted) ready(true); });

function listen() {
  if (window.Blazor?.addEventListener) Blazor.addEventListener("enhancedload", () => ready(false));
  else setTimeout(listen, 50);
}

ready(true);
listen();
