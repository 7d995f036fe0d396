import { Calls } from "./calls";
import { isWaiting } from "./consumers";
import { Faults } from "./faults-view";
import { useNotice, usePlace, useSnapshot } from "./hooks";
import type { Live, Snapshot } from "./live";
import { type Place, type Tab, writePlace } from "./place";
import { PrivateLinks } from "./private-links";
import { Settings } from "./settings";

const titles: Record<Tab, string> = {
  links: "Private links",
  calls: "Calls",
  break: "Break it",
  settings: "Settings",
};

export function App({ live }: { live: Live }) {
  const snapshot = useSnapshot(live);
  const [place, move] = usePlace();
  const [notice, act] = useNotice();
  const view = { snapshot, place, move, act };
  return (
    <>
      <header class="top">
        <div class="bar">
          <h1>VPC Endpoint emulator</h1>
          <nav aria-label="Views">
            {(Object.keys(titles) as Tab[]).map((tab) => (
              <TabLink key={tab} tab={tab} place={place} count={countOf(tab, snapshot)} />
            ))}
          </nav>
          <Connection state={snapshot.connection} />
        </div>
      </header>
      <main>
        <h2 class="unseen">{titles[place.tab]}</h2>
        {place.tab === "links" && <PrivateLinks {...view} />}
        {place.tab === "calls" && <Calls {...view} />}
        {place.tab === "break" && <Faults {...view} />}
        {place.tab === "settings" && <Settings {...view} />}
      </main>
      <div class="notice" role="status" aria-live="polite" data-problem={notice?.isProblem}>
        {notice?.text}
      </div>
    </>
  );
}

function TabLink({ tab, place, count }: { tab: Tab; place: Place; count: Count | undefined }) {
  return (
    <a href={writePlace({ ...place, tab })} aria-current={place.tab === tab ? "page" : undefined}>
      {titles[tab]}
      {count !== undefined && (
        <span class="count">
          {count.number}
          <span class="unseen"> {count.of}</span>
        </span>
      )}
    </a>
  );
}

interface Count {
  number: number;
  of: string;
}

function countOf(tab: Tab, { cloud, faults }: Snapshot): Count | undefined {
  const waiting = cloud?.services.flatMap(({ connections }) => connections).filter(isWaiting).length ?? 0;
  if (tab === "links" && waiting > 0) return { number: waiting, of: "waiting for approval" };
  if (tab === "break" && (faults?.length ?? 0) > 0) return { number: faults?.length ?? 0, of: "armed" };
  return undefined;
}

function Connection({ state }: { state: Snapshot["connection"] }) {
  const texts = {
    connecting: "Connecting…",
    live: "Live",
    lost: "The emulator does not respond; trying again…",
  };
  return (
    <p class="connection" role="status" data-state={state}>
      {texts[state]}
    </p>
  );
}
