import { type CallLine, isWrite } from "./fold";
import type { LoggedEntry } from "./wire";

interface Props {
  line: CallLine;
  /** Of the objects that the call is about. */
  name: string;
  isOpen: boolean;
  isFirst: boolean;
  toggle(): void;
}

/** One line of the log; it opens to the call's details. */
export function CallRow({ line, name, isOpen, isFirst, toggle }: Props) {
  const { last, count } = line;
  const { account, method, path, fault } = last;
  return (
    <button
      type="button"
      class="call"
      aria-expanded={isOpen}
      // The list is one stop of the Tab key: arrow keys move inside it.
      tabIndex={isOpen || isFirst ? 0 : -1}
      onClick={toggle}
      data-write={isWrite(last)}
    >
      <time dateTime={last.time}>{timeOfDay(last.time)}</time>
      <span class="account-name">{account ?? "–"}</span>
      <span class="method">{method}</span>
      <span class="path" title={path}>
        {shortPath(path)}
        {name !== "" && <span class="object"> {name}</span>}
      </span>
      {fault !== null && <span class="struck">fault: {fault.kind}</span>}
      {count > 1 && (
        <span class="times">
          ×{count}
          <span class="unseen"> times</span>
        </span>
      )}
      <Outcome entry={last} />
    </button>
  );
}

function Outcome({ entry: { status, errorCode, over } }: { entry: LoggedEntry }) {
  const isBad = over && (status === null || status >= 400);
  return (
    <span class="outcome" data-tone={isBad ? "bad" : ""}>
      {status ?? (over ? "no response" : "…")} {errorCode}
    </span>
  );
}

/** Up, Down, Home and End go from one line to another; Page keys scroll as everywhere. */
export function moveAmongRows(event: KeyboardEvent): void {
  const row = (event.target as Element).closest<HTMLElement>(".call");
  const item = row?.closest("li");
  const list = item?.parentElement;
  if (!item || !list) return;
  const place = Number(item.ariaPosInSet);
  const last = Number(item.ariaSetSize);
  const places: Record<string, number> = { ArrowDown: place + 1, ArrowUp: place - 1, Home: 1, End: last };
  const wanted = places[event.key];
  if (wanted === undefined) return;
  event.preventDefault();
  focusRow(list, Math.min(Math.max(wanted, 1), last), last);
}

/** What is far away is drawn only when it has been scrolled to. */
function focusRow(list: Element, place: number, size: number): void {
  const find = () => list.querySelector<HTMLElement>(`li[aria-posinset="${place}"] .call`);
  if (find() === null) scrollTo(0, place === 1 ? 0 : document.body.scrollHeight * (place / size));
  requestAnimationFrame(() => requestAnimationFrame(() => find()?.focus()));
}

/** In the user's own time. */
export function timeOfDay(time: string): string {
  const date = new Date(time);
  const two = (number: number) => String(number).padStart(2, "0");
  const clock = [date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(":");
  return `${clock}.${String(date.getMilliseconds()).padStart(3, "0")}`;
}

/** Without the project, which the account stands for, and with ids cut short; the whole path is in the title. */
function shortPath(path: string): string {
  return path
    .replace(/^(\/v\d+)\/[0-9A-Za-z]{32}(?=\/)/, "$1/…")
    .replace(/([0-9a-f]{8})(-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi, "$1…");
}
