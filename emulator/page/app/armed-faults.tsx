import { useEffect, useState } from "preact/hooks";
import { timeOfDay } from "./call-row";
import { control } from "./control-routes";
import { faultName } from "./faults";
import type { Act } from "./hooks";
import { type Place, writePlace } from "./place";
import type { ViewProps } from "./view";
import type { ArmedRule, LoggedEntry } from "./wire";

const headingId = "armed";
const mostStruck = 5;

/** What is armed, and what each rule has struck. */
export function ArmedFaults({ snapshot, place, act }: Omit<ViewProps, "move">) {
  const { faults = [], settings, log } = snapshot;
  const failsNextCreate = settings?.failsNextCreate ?? false;
  return (
    <section class="panel" aria-labelledby={headingId}>
      <header>
        <h3 id={headingId} tabIndex={-1}>
          Armed
        </h3>
        {faults.length > 1 && (
          <DisarmButton
            label="Disarm all"
            disarm={() => act(() => control("DELETE", "faults"), "All rules are disarmed.")}
          />
        )}
      </header>
      {faults.length === 0 && !failsNextCreate && (
        <p class="empty">Nothing. The emulator behaves as the cloud does on a good day.</p>
      )}
      <ul class="armed">
        {failsNextCreate && <ArmedCreate act={act} />}
        {faults.map((rule) => (
          <ArmedFault
            key={`${rule.number} ${rule.added}`}
            rule={rule}
            struck={struckBy(rule, log.entries)}
            place={place}
            act={act}
          />
        ))}
      </ul>
    </section>
  );
}

function ArmedCreate({ act }: { act: Act }) {
  const disarm = () => control("PATCH", "settings", { failNextCreate: null });
  return (
    <li>
      <strong>Fail the next service</strong>
      <p>waits for a service to be created</p>
      <DisarmButton
        label="Disarm"
        of="Fail the next service"
        disarm={() => act(disarm, "The next service will not fail.")}
      />
    </li>
  );
}

interface ArmedProps {
  rule: ArmedRule;
  struck: readonly LoggedEntry[];
  place: Place;
  act: Act;
}

function ArmedFault({ rule, struck, place, act }: ArmedProps) {
  const name = faultName(rule);
  const life = useLife(rule);
  const disarm = () => control("DELETE", `faults/${rule.number}`);
  return (
    <li data-over={life === "over"}>
      <strong>{name}</strong>
      <p>
        {life} · {hitsOf(rule)}
      </p>
      <DisarmButton
        label={life === "over" ? "Remove" : "Disarm"}
        of={name}
        disarm={() => act(disarm, `Disarmed: ${name}.`)}
      />
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

/** It goes away with what it disarms: the focus goes to the heading. */
function DisarmButton({ label, of, disarm }: { label: string; of?: string; disarm(): void }) {
  const press = () => {
    document.getElementById(headingId)?.focus();
    disarm();
  };
  return (
    <button type="button" class="quiet" aria-label={of && `${label}: ${of}`} onClick={press}>
      {label}
    </button>
  );
}

function hitsOf({ kind, forSeconds, hits }: ArmedRule & { forSeconds?: number }): string {
  // Nobody counts the connections that a closed port has refused.
  if (kind === "refuse" && forSeconds !== undefined) return "the port is closed";
  if (hits === 0) return "has struck nothing yet";
  return hits === 1 ? "has struck once" : `has struck ${hits} times`;
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
