import { useMemo } from "preact/hooks";
import { CallDetails } from "./call-details";
import { CallRow, moveAmongRows } from "./call-row";
import { shortId, shortName } from "./consumers";
import { control } from "./control-routes";
import { DrawnList } from "./drawn-list";
import { type CallLine, callLines } from "./fold";
import type { ViewProps } from "./view";
import type { CloudState, LoggedEntry } from "./wire";

const rowPx = 41;

/** The request log as it grows, newest first. */
export function Calls({ snapshot, place, move, act }: ViewProps) {
  const { log, cloud, settings } = snapshot;
  const { object, writesOnly, open } = place;
  const lines = useMemo(() => callLines(log.entries, { object, writesOnly }), [log, object, writesOnly]);
  const gone = goneObjects(cloud, log.entries, object);
  const names = useMemo(() => objectNames(cloud, gone), [cloud, gone.join()]);
  const openLine = lines.find(({ first }) => first.seq === open);
  return (
    <>
      <div class="tools">
        <ObjectSelect names={names} object={object} move={move} />
        <label class="check">
          <input
            type="checkbox"
            checked={writesOnly}
            onChange={(event) => move({ writesOnly: event.currentTarget.checked })}
          />
          Writes only
        </label>
        <p class="sum">
          {log.entries.length === 1 ? "1 call" : `${log.entries.length.toLocaleString("en")} calls`}
        </p>
        <button
          type="button"
          class="quiet"
          onClick={() => act(() => control("DELETE", "requests"), "The log is empty.")}
        >
          Clear
        </button>
      </div>
      {lines.length === 0 ? (
        <p class="empty">{log.entries.length === 0 ? "No calls yet." : "No call is like that."}</p>
      ) : (
        // biome-ignore lint/a11y/noStaticElementInteractions: arrow keys move between the buttons inside
        <div class="calls" onKeyDown={moveAmongRows}>
          <DrawnList
            label="Calls, newest first"
            items={lines}
            keyOf={keyOf}
            reveal={openLine && keyOf(openLine)}
            estimate={(line) => (line === openLine ? 360 : rowPx)}
            render={(line) => (
              <>
                <CallRow
                  line={line}
                  name={nameOf(line.last, names)}
                  isOpen={line === openLine}
                  isFirst={line === lines[0]}
                  toggle={() => move({ open: line === openLine ? undefined : line.first.seq })}
                />
                {line === openLine && (
                  <CallDetails line={line} accounts={settings?.accounts ?? []} act={act} />
                )}
              </>
            )}
          />
        </div>
      )}
    </>
  );
}

function keyOf({ first }: CallLine): string {
  return String(first.seq);
}

interface ObjectSelectProps {
  names: ReadonlyMap<string, string>;
  object: string | undefined;
  move: ViewProps["move"];
}

/** Its options can be thousands, and are drawn again only when they differ. */
function ObjectSelect({ names, object, move }: ObjectSelectProps) {
  const options = useMemo(
    () =>
      [...names].map(([id, name]) => (
        <option key={id} value={id}>
          {name}
        </option>
      )),
    [names],
  );
  return (
    <label>
      About
      <select
        value={object ?? ""}
        onChange={(event) => move({ object: event.currentTarget.value || undefined })}
      >
        <option value="">everything</option>
        {options}
      </select>
    </label>
  );
}

/** Objects that are only in the log, or in the address of the page. */
function goneObjects(
  cloud: CloudState | undefined,
  entries: readonly LoggedEntry[],
  object: string | undefined,
): string[] {
  const there = new Set([...(cloud?.services ?? []), ...(cloud?.endpoints ?? [])].map(({ id }) => id));
  const named = new Set(entries.flatMap(({ objects }) => objects));
  if (object !== undefined) named.add(object);
  return [...named].filter((id) => !there.has(id));
}

function objectNames(cloud: CloudState | undefined, gone: readonly string[]): Map<string, string> {
  const names = new Map<string, string>();
  for (const service of cloud?.services ?? []) names.set(service.id, `service ${shortName(service)}`);
  for (const { id } of cloud?.endpoints ?? []) names.set(id, `endpoint ${shortId(id)}`);
  for (const id of gone) names.set(id, `${shortId(id)} (gone)`);
  return names;
}

function nameOf({ objects }: LoggedEntry, names: ReadonlyMap<string, string>): string {
  return objects.map((id) => names.get(id) ?? "").join(", ");
}
