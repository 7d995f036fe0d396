import { useRef, useState } from "preact/hooks";
import { type Consumer, type ConsumerGroup, isWaiting, mostWaiting, shortId } from "./consumers";
import { control } from "./control-routes";
import type { Act } from "./hooks";
import { Status, toneOf } from "./status";

/** The heights of page.css: the lines are drawn to the middle of each row. */
const groupPx = 32;
const rowPx = 44;
const gapPx = 12;
const linePx = 96;
/** A service with more consumers shows them when asked to. */
const mostShown = 30;

/** Accounts with their endpoints, and a line from the service to each, coloured by the connection's status. */
export function Consumers({ groups, act }: { groups: ConsumerGroup[]; act: Act }) {
  const [isWhole, setWhole] = useState(false);
  const all = groups.reduce((sum, { consumers }) => sum + consumers.length, 0);
  const shown = isWhole ? groups : mostWaiting(groups, mostShown);
  if (all === 0) return <p class="no-consumers">No consumers yet.</p>;
  return (
    <>
      <Lines groups={shown} />
      <div class="consumers">
        {shown.map(({ domainId, name, consumers }) => (
          <section key={domainId} class="account" aria-label={`Account ${name}`}>
            <h4 title={domainId}>{name}</h4>
            <ul>
              {consumers.map((consumer) => (
                <ConsumerRow key={consumer.connection.id} consumer={consumer} act={act} />
              ))}
            </ul>
          </section>
        ))}
        {all > mostShown && (
          <button type="button" class="quiet" onClick={() => setWhole(!isWhole)}>
            {isWhole ? `Show ${mostShown} of them` : `Show all ${all} endpoints`}
          </button>
        )}
      </div>
    </>
  );
}

/** Of the consumers in so many accounts, with those that are hidden left out. */
export function consumersHeight(consumers: number, accounts: number): number {
  const hidden = consumers > mostShown ? rowPx : 0;
  return Math.min(consumers, mostShown) * rowPx + accounts * (groupPx + gapPx) + hidden;
}

function Lines({ groups }: { groups: ConsumerGroup[] }) {
  const ends: { id: string; y: number; tone: string }[] = [];
  let y = 0;
  for (const { consumers } of groups) {
    y += groupPx;
    for (const { connection } of consumers) {
      ends.push({ id: connection.id, y: y + rowPx / 2, tone: toneOf(connection.status) });
      y += rowPx;
    }
    y += gapPx;
  }
  const height = y - gapPx;
  const start = Math.min(height / 2, 82);
  return (
    <svg class="lines" width={linePx} height={height} aria-hidden="true">
      {ends.map((end) => (
        <path
          key={end.id}
          data-tone={end.tone}
          d={`M0 ${start} C${linePx / 2} ${start} ${linePx / 2} ${end.y} ${linePx} ${end.y}`}
        />
      ))}
    </svg>
  );
}

function ConsumerRow({ consumer, act }: { consumer: Consumer; act: Act }) {
  const { connection, endpoint } = consumer;
  const { id, status, description } = connection;
  const row = useRef<HTMLLIElement>(null);
  const decide = (decision: "accept" | "reject", done: string) => {
    // The button that is clicked goes away: the focus stays in its row.
    row.current?.focus();
    return act(
      () => control("POST", `endpoints/${encodeURIComponent(id)}/${decision}`),
      `${done} the endpoint ${shortId(id)}.`,
    );
  };
  return (
    <li ref={row} tabIndex={-1} class="consumer" data-tone={toneOf(status)}>
      <span class="endpoint">
        <code title={id}>{shortId(id)}</code>
        <span class="more">{[endpoint?.ip, description].filter(Boolean).join(" · ")}</span>
      </span>
      <Status status={status} />
      <span class="decision">
        {(isWaiting(connection) || status === "rejected") && (
          <button
            type="button"
            class={isWaiting(connection) ? "main" : "quiet"}
            onClick={() => decide("accept", "Accepted")}
            aria-label={`Accept endpoint ${shortId(id)}`}
          >
            Accept
          </button>
        )}
        {(isWaiting(connection) || status === "accepted") && (
          <button
            type="button"
            class="quiet"
            onClick={() => decide("reject", "Rejected")}
            aria-label={`Reject endpoint ${shortId(id)}`}
          >
            Reject
          </button>
        )}
      </span>
    </li>
  );
}
