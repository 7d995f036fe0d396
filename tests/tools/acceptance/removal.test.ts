// What is removed at the end: everything of the run, nothing of anybody else.
import { removeAll } from "../../../tools/acceptance/removal.mjs";
import { isMadeBy, newRun, TAG } from "../../../tools/acceptance/run-tag.mjs";

type Record_ = { id: string; status?: string; tags?: object[]; service_name?: string; description?: string };
const run = "20260131-4f09ac";
const tagged = (value: string, key = TAG) => ({
  tags: [
    { key: "owner", value: "dev" },
    { key, value },
  ],
});

test.each<[string, Partial<Record_>, own: boolean, any_: boolean]>([
  ["its tag", tagged(run), true, true],
  ["the tag of another run", tagged("20260130-aaaaaa"), false, true],
  ["its name, without tags", { service_name: "cn-north-4.acc-4f09ac-a.c07132bf", tags: [] }, true, false],
  ["its description, without tags", { description: `${TAG} ${run}: made by a test` }, true, false],
  ["a name that only begins so", { service_name: "cn-north-4.acc-4f09acbc.c07132bf" }, false, false],
  ["another name", { service_name: "cn-north-4.orders.c07132bf", ...tagged("dev", "team") }, false, false],
  ["the tag's key, with a value of somebody's own", tagged("please keep"), false, false],
  ["the value in another tag", tagged(run, "run"), false, false],
  ["tags that are no list", { tags: null as never }, false, false],
])("%s", (_what, record, own, any_) => {
  expect([isMadeBy(record, run), isMadeBy(record)]).toEqual([own, any_]);
});

test("a new run is known by itself, and its tag fits every edition's rules", () => {
  const made = newRun();
  expect(made).toMatch(/^\d{8}-[0-9a-f]{6}$/);
  expect(isMadeBy(tagged(made))).toBe(true);
  expect(TAG).toMatch(/^[A-Za-z0-9_@-]{1,36}$/);
});

/** A cloud in which a delete takes one look, and a service cannot go before its endpoints. */
function cloudOf(
  services: Record_[],
  endpoints: Record_[],
  refuse: (id: string) => string | undefined = () => undefined,
) {
  const lists = { service: [...services], endpoint: [...endpoints] };
  const deletes: string[] = [];
  return {
    deletes,
    lists,
    async list(noun: "service" | "endpoint") {
      const shown = lists[noun].map((record) => ({ ...record }));
      lists[noun] = lists[noun].filter(({ status }) => status !== "deleting");
      return shown;
    },
    async remove(noun: "service" | "endpoint", id: string) {
      const refusal = refuse(id);
      deletes.push(refusal === undefined ? id : `${id} refused`);
      const found = lists[noun].find((record) => record.id === id);
      if (refusal === undefined && found !== undefined) found.status = "deleting";
      return refusal;
    },
  };
}

function timeFrom(step: (ms: number) => void = () => undefined) {
  let now = 0;
  return {
    now: () => now,
    async sleep(ms: number) {
      now += ms;
      step(now);
    },
  };
}

const options = { run, intervalMs: 1_000, limitMs: 60_000, say: () => undefined };

test("endpoints go first, then services; what others have stays", async () => {
  const cloud = cloudOf(
    [
      { id: "s1", ...tagged(run) },
      { id: "theirs", ...tagged("20260130-aaaaaa") },
    ],
    [{ id: "e1", ...tagged(run) }, { id: "e2", ...tagged(run), status: "deleting" }, { id: "foreign" }],
  );
  const said: string[] = [];
  const time = timeFrom();
  const result = await removeAll(cloud, { ...options, say: (line) => said.push(line), time });
  expect(result).toEqual({ removed: 2, left: [] });
  expect(cloud.deletes).toEqual(["e1", "s1"]);
  expect(said).toEqual(["removing endpoint e1", "removing service s1"]);
  expect([...cloud.lists.service, ...cloud.lists.endpoint].map(({ id }) => id)).toEqual([
    "theirs",
    "foreign",
  ]);
});

test("without a run every run's objects go, and still nobody else's", async () => {
  const cloud = cloudOf(
    [{ id: "s1", ...tagged(run) }, { id: "s2", ...tagged("20260130-aaaaaa") }, { id: "s3" }],
    [],
  );
  const { run: _, ...everyRun } = options;
  expect(await removeAll(cloud, { ...everyRun, time: timeFrom() })).toEqual({ removed: 2, left: [] });
  expect(cloud.lists.service).toEqual([{ id: "s3" }]);
});

test("what a create that was under way brings after the first look is removed too", async () => {
  const cloud = cloudOf([], []);
  const time = timeFrom((now) => {
    if (now === 1_000) cloud.lists.service.push({ id: "late", status: "creating", ...tagged(run) });
  });
  expect(await removeAll(cloud, { ...options, time })).toEqual({ removed: 1, left: [] });
});

test("what cannot be deleted yet is asked for again; what stays is named with the reason when the time is up", async () => {
  let tries = 0;
  const busy = cloudOf([{ id: "s1", ...tagged(run) }], [], () => (++tries < 3 ? "EndPoint.3045" : undefined));
  expect(await removeAll(busy, { ...options, time: timeFrom() })).toEqual({ removed: 1, left: [] });
  expect(busy.deletes).toEqual(["s1 refused", "s1 refused", "s1"]);

  const stuck = cloudOf([{ id: "s1", ...tagged(run) }], [], () => "EndPoint.3006: in use");
  expect(await removeAll(stuck, { ...options, time: timeFrom() })).toEqual({
    removed: 0,
    left: [{ noun: "service", id: "s1", reason: "EndPoint.3006: in use" }],
  });
});
