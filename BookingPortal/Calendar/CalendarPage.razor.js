// The one place where FullCalendar is spoken to. It draws what the server sends and reports clicks; it decides nothing.
// All times are the site's wall times, drawn as if they were UTC, so that no zone rule of this browser ever touches them.
const script = import.meta.resolve("../lib/fullcalendar/index.global.min.js");
const live = new Map();
const mostColumns = 60;
const peopleViews = Object.fromEntries(Array.from({ length: mostColumns }, (_, i) => [`people${i + 1}`, { type: "timeGrid", duration: { days: i + 1 } }]));
let loading;
let next = 1;

const load = () => loading ??= new Promise((done, failed) => {
  if (window.FullCalendar) return done();
  const element = Object.assign(document.createElement("script"), { src: script, onload: done, onerror: () => { loading = undefined; failed(new Error("FullCalendar could not be loaded")); } });
  document.head.append(element);
});

/** Makes room for a calendar and returns its handle; whoever mounts must unmount. */
export async function mount(host, page) {
  await load();
  if (!host?.isConnected) return { id: 0, narrow: false }; // left before it was there
  const id = next++;
  live.set(id, { host, page, picture: undefined, calendar: undefined });
  return { id, narrow: matchMedia("(max-width: 760px)").matches };
}

/** FullCalendar asks for the time when it begins and by the minute after, so it begins with a picture at hand. */
function begin(state) {
  const { host, page } = state;
  const column = date => Math.round((Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()) - Date.parse(state.picture.firstDate + "T00:00:00Z")) / 864e5);
  state.calendar = new FullCalendar.Calendar(host, {
    timeZone: "UTC",
    locale: "en-gb",
    firstDay: 1,
    headerToolbar: false,
    height: "100%",
    initialView: "timeGridWeek",
    views: { ...peopleViews, dayGridMonth: { dayHeaderFormat: { weekday: "short" } }, list: { type: "list", duration: { days: 7 } } },
    nowIndicator: true,
    now: () => state.picture.now,
    allDayText: "stays",
    slotDuration: "00:15:00",
    slotLabelInterval: "01:00:00",
    slotLabelFormat: { hour: "2-digit", minute: "2-digit", hour12: false },
    eventTimeFormat: { hour: "2-digit", minute: "2-digit", hour12: false },
    dayHeaderFormat: { weekday: "short", day: "numeric", month: "short" },
    listDayFormat: { weekday: "long", day: "numeric", month: "long" },
    listDaySideFormat: false,
    dayMaxEvents: 4,
    expandRows: true,
    slotEventOverlap: false,
    eventInteractive: true,
    eventMinHeight: 18,
    noEventsText: "Nothing is booked on these days.",
    navLinks: true,
    navLinkDayClick: date => page.invokeMethodAsync("ShowDayAsync", date.toISOString().slice(0, 10)),
    dayHeaderContent: arg => state.picture?.view === "day" ? head(state.picture.columns[column(arg.date)]) : true,
    eventContent: arg => arg.event.display === "background" ? true : card(arg),
    eventClassNames: arg => [...(arg.event.extendedProps.tone ?? "").split(" ").filter(Boolean), arg.event.extendedProps.entry && arg.event.extendedProps.entry === state.picture?.selected ? "selected" : ""].filter(Boolean),
    eventDidMount: arg => {
      arg.el.style.setProperty("--c", arg.event.extendedProps.colour || "transparent");
      if (arg.event.extendedProps.label) {
        (arg.el.matches("tr") ? arg.el.querySelector("a, .fc-list-event-title") ?? arg.el : arg.el).setAttribute("aria-label", arg.event.extendedProps.label);
        arg.el.title = arg.event.extendedProps.label;
      }
    },
    eventClick: arg => {
      arg.jsEvent.preventDefault();
      if (arg.event.extendedProps.entry) page.invokeMethodAsync("ChooseAsync", arg.event.extendedProps.kind, arg.event.extendedProps.entry);
    },
  });
  state.calendar.render();
}

/** Draws a new picture. The place scrolled to stays where it is while view and date stay. */
export function update(id, picture, address) {
  const state = live.get(id);
  if (!state) return;
  const before = state.picture;
  state.picture = picture;
  // Another site's clock: the running one cannot be set, so a new calendar begins with it.
  const leap = before && Math.abs(Date.parse(picture.now) - Date.parse(before.now)) > 5 * 6e4;
  if (leap) state.calendar.destroy();
  if (leap || !state.calendar) begin(state);
  const calendar = state.calendar;
  const moved = !before || leap || before.view !== picture.view || before.firstDate !== picture.firstDate || before.columns.length !== picture.columns.length;
  calendar.batchRendering(() => {
    calendar.setOption("slotMinTime", picture.dayBegins);
    calendar.setOption("slotMaxTime", picture.dayEnds);
    calendar.setOption("navLinks", picture.view === "week" || picture.view === "month");
    calendar.setOption("allDaySlot", picture.entries.some(entry => entry.allDay));
    if (moved) calendar.changeView({ day: `people${Math.min(mostColumns, Math.max(1, picture.columns.length))}`, week: "timeGridWeek", month: "dayGridMonth", list: "list" }[picture.view], picture.firstDate);
    calendar.removeAllEvents();
    picture.shades.forEach(shade => calendar.addEvent({ ...times(shade, shade.column), display: "background", extendedProps: { tone: shade.tone, colour: shade.colour } }));
    picture.entries.forEach(entry => entry.columns.forEach(at => calendar.addEvent({ ...times(entry, at), title: entry.title, allDay: entry.allDay, extendedProps: { ...entry, entry: entry.id } })));
    if (picture.view === "day" && picture.now.startsWith(picture.firstDate)) {
      // The clock's line runs through every column, not only through the one whose stand-in date is today.
      const later = new Date(Date.parse(picture.now + "Z") + 6e4).toISOString().slice(0, 19);
      for (let at = 1; at < picture.columns.length; at++) calendar.addEvent({ ...times({ start: picture.now, end: later }, at), display: "background", extendedProps: { tone: "now" } });
    }
  });
  if (moved) calendar.updateSize(); // the page may have become wider for it
  const today = picture.now.slice(0, 10);
  if (moved) calendar.scrollToTime(picture.firstDate <= today && today <= shift(picture.firstDate, picture.view === "day" ? 0 : 6) ? back(picture.now.slice(11), 1) : "08:00:00");
  if (address) history.replaceState(history.state, "", address);
}

export function unmount(id) {
  const state = live.get(id);
  if (!state) return;
  live.delete(id);
  state.calendar?.destroy();
}

/** How many calendars stand: one while the page is open, none after. */
export const count = () => live.size;

// In the day view each column is a day of its own to FullCalendar: column n is n days after the date shown.
const times = (timed, at) => ({ start: shift(timed.start, at), end: shift(timed.end, at) });
const shift = (wall, days) => days === 0 ? wall : new Date(Date.parse(wall.slice(0, 10) + "T00:00:00Z") + days * 864e5).toISOString().slice(0, 10) + wall.slice(10);
const back = (time, hours) => String(Math.max(0, Number(time.slice(0, 2)) - hours)).padStart(2, "0") + time.slice(2);

const make = (tag, className, text) => Object.assign(document.createElement(tag), { className, textContent: text ?? "" });

function head(person) {
  if (!person) return true;
  const box = make("span", "person");
  const words = make("span", "person-words");
  words.append(make("b", "", person.name), make("small", "", person.note));
  box.append(make("span", "person-sign", person.initials), words);
  return { domNodes: [box] };
}

function card(arg) {
  const { note, sign, status } = arg.event.extendedProps;
  const box = make("div", "card");
  if (!arg.view.type.startsWith("people") && !arg.view.type.startsWith("list") && arg.timeText) box.append(make("span", "card-time", arg.timeText.slice(0, 5)));
  box.append(make("b", "", arg.event.title));
  if (note) box.append(make("span", "card-note", note));
  const mark = make("span", "card-sign", arg.view.type.startsWith("list") ? `${sign} ${status}` : sign);
  mark.setAttribute("aria-hidden", "true");
  box.append(mark);
  return { domNodes: [box] };
}
