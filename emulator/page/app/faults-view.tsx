import { useEffect, useState } from "preact/hooks";
import { timeOfDay } from "./call-row";
import { control } from "./control-routes";
import { faultGroups, faultName, type NamedFault } from "./faults";
import type { Act } from "./hooks";
import { type Place, writePlace } from "./place";
import type { ViewProps } from "./view";
import type { ArmedRule, LoggedEntry } from "./wire";

/** Faults to arm, and what those that are armed have struck. */
export function Faults({ snapshot, place, act }: ViewProps) {
  const { faults = [], settings, log } = snapshot;
  return (
    <>
      <section class="panel" aria-labelledby="armed">
        <header>
          <h3 id="armed">Armed</h3>
          {faults.length > 0 && (
            <button
              type="button"
              class="quiet"
              onClick={() => act(() => control("DELETE", "faults"), "Nothing is armed any more.")}
            >
              Disarm all
            </button>
          )}
        </header>
        {faults.length === 0 && !settings?.failsNextCreate && (
          <p class="empty">Nothing. The emulator behaves as the cloud does on a good day.</p>
        )}
        <ul class="armed">
          {settings?.failsNextCreate && (
            <li>
              <strong>The next service fails</strong>
              <p>Waits for a service to be created.</p>
              <button
                type="button"
                class="quiet"
                onClick={() =>
                  act(
                    () => control("PATCH", "settings", { failNextCreate: null }),
                    "The next service will not fail.",
                  )
                }
              >
                Disarm
              </button>
            </li>
          )}
          {faults.map((rule) => (
            <Armed
              key={`${rule.number} ${rule.added}`}
              rule={rule}
              struck={struckBy(rule, log.entries)}
              place={place}
              act={act}
            />
          ))}
        </ul>
      </section>
      <div class="fault-groups">
        {faultGroups.map(({ title, faults: named }) => (
          <section key={title} aria-label={title}>
            <h3>{title}</h3>
            {named.map((fault) => (
              <FaultButton key={fault.name} fault={fault} act={act} />
            ))}
            {title === "Refused" && <FailNextCreate act={act} />}
          </section>
        ))}
      </div>
    </>
  );
}

function FaultButton({ fault: { name, sentence, rules }, act }: { fault: NamedFault; act: Act }) {
  return (
    <div class="fault">
      <button type="button" onClick={() => act(() => control("POST", "faults", rules), `Armed: ${name}.`)}>
        {name}
      </button>
      <p>{sentence}</p>
    </div>
  );
}

function FailNextCreate({ act }: { act: Act }) {
  const [code, setCode] = useState("EndPoint.3001");
  const [message, setMessage] = useState("The backend could not be reached.");
  const arm = (event: Event) => {
    event.preventDefault();
    const failNextCreate = [{ error_code: code, error_message: message }];
    void act(() => control("PATCH", "settings", { failNextCreate }), "Armed: the next service fails.");
  };
  return (
    <form class="fault" onSubmit={arm}>
      <button type="submit">Fail the next service</button>
      <p>The next service is created and settles as failed, with this reason:</p>
      <label>
        Code
        <input value={code} onInput={(event) => setCode(event.currentTarget.value)} />
      </label>
      <label>
        Reason
        <input value={message} onInput={(event) => setMessage(event.currentTarget.value)} />
      </label>
    </form>
  );
}

interface ArmedProps {
  rule: ArmedRule;
  struck: readonly LoggedEntry[];
  place: Place;
  act: Act;
}

const mostStruck = 5;

function Armed({ rule, struck, place, act }: ArmedProps) {
  const name = faultName(rule);
  const life = useLife(rule);
  return (
    <li data-over={life === "over"}>
      <strong>{name}</strong>
      <p>
        {life}
        {" · "}
        {rule.hits === 0
          ? "has struck nothing yet"
          : `has struck ${rule.hits === 1 ? "once" : `${rule.hits} times`}`}
      </p>
      <button
        type="button"
        class="quiet"
        aria-label={`Disarm: ${name}`}
        onClick={() => act(() => control("DELETE", `faults/${rule.number}`), `Disarmed: ${name}.`)}
      >
        {life === "over" ? "Remove" : "Disarm"}
      </button>
      {struck.length > 0 && (
        <ul class="hits">
          {struck.slice(-mostStruck).map(({ seq, time, method, path }) => (
            <li key={seq} class="hit">
              <a
                href={writePlace({ ...place, tab: "calls", object: undefined, writesOnly: false, open: seq })}
              >
                {timeOfDay(time)} {method} {path}
              </a>
            </li>
          ))}
          {struck.length > mostStruck && <li>and {struck.length - mostStruck} before them</li>}
        </ul>
      )}
    </li>
  );
}

/** The calls in the log that a rule has struck; earlier rules may have had its number. */
function struckBy({ number, added }: ArmedRule, entries: readonly LoggedEntry[]): LoggedEntry[] {
  return entries.filter(({ fault, time }) => fault?.rule === number && time >= added);
}

/** What a rule still waits for, told anew each second. */
function useLife(rule: ArmedRule): string {
  const [nowMs, setNowMs] = useState(Date.now);
  const endsMs = endOf(rule);
  useEffect(() => {
    if (endsMs === undefined) return;
    const timer = setInterval(() => setNowMs(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [endsMs]);
  if (rule.times !== undefined && rule.hits >= rule.times) return "over";
  if (endsMs === undefined) return rule.times === undefined ? "until it is disarmed" : "waits for its call";
  const leftSeconds = Math.ceil((endsMs - Math.max(nowMs, Date.parse(rule.added))) / 1000);
  return leftSeconds > 0 ? `${leftSeconds} s left` : "over";
}

function endOf(rule: ArmedRule): number | undefined {
  const seconds = rule.kind === "refuse" ? rule.forSeconds : rule.lastsSeconds;
  return seconds === undefined ? undefined : Date.parse(rule.added) + seconds * 1000;
}
