export const tabs = ["links", "calls", "break", "settings"] as const;
export type Tab = (typeof tabs)[number];

/** Where the user is: what a reload, a bookmark and the back button keep. */
export interface Place {
  tab: Tab;
  /** Part of a service's name or id. */
  find: string;
  waitingOnly: boolean;
  /** Calls that name this object. */
  object: string | undefined;
  writesOnly: boolean;
  /** The `seq` of the call that is open, or of the first one in its line. */
  open: number | undefined;
}

/** Such as `#calls?writes=1&open=12`. */
export function readPlace(hash: string): Place {
  const [name = "", query = ""] = hash.replace(/^#/, "").split("?");
  const given = new URLSearchParams(query);
  const open = given.get("open") ?? "";
  return {
    tab: tabs.find((tab) => tab === name) ?? "links",
    find: given.get("find") ?? "",
    waitingOnly: given.get("waiting") === "1",
    object: given.get("object") ?? undefined,
    writesOnly: given.get("writes") === "1",
    open: /^\d{1,15}$/.test(open) ? Number(open) : undefined,
  };
}

export function writePlace({ tab, find, waitingOnly, object, writesOnly, open }: Place): string {
  const query = new URLSearchParams({
    ...(find !== "" && { find }),
    ...(waitingOnly && { waiting: "1" }),
    ...(object !== undefined && { object }),
    ...(writesOnly && { writes: "1" }),
    ...(open !== undefined && { open: String(open) }),
  });
  return `#${tab}${query.size === 0 ? "" : `?${query}`}`;
}
