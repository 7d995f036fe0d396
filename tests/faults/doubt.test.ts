// A write whose response is lost is looked after; what could not be seen either is doubtful, and the next run looks before
// it believes the state. Only what was sent, or may have been, counts as set by the program.
import type { FaultRule } from "../../emulator";
import { documented } from "../helpers/documented";
import type { Properties } from "../helpers/engine";
import { failure, type Lab, service } from "../helpers/in-process";
import {
  get,
  idsInCloud,
  put,
  inCloud as serviceInCloud,
  standing,
  tags,
  whitelist,
  whitelistRead,
} from "./support";

const [staying, stranger] = ["iam:domain::staying", "iam:domain::stranger"];
const refused = { kind: "status", status: 403, errorCode: "EndPoint.0004" } as const;
/** The work is done, and every response to it is lost. */
const lost = { kind: "reset", at: "after-processing" } as const;
const noLook = { kind: "status", status: 500 } as const;
type Match = NonNullable<FaultRule["match"]>;
const letIn = { permissions: [staying, stranger] };

/** Runs the program as the next `pulumi up` does: by a process that knows nothing but the state. */
async function up(one: Lab, wanted: Properties) {
  one.restart();
  one.forget();
  return one.stack.up(wanted);
}

function inCloud(one: Lab): Properties {
  const service = serviceInCloud(one) as {
    description: string;
    tcp_proxy: string;
    tags: { key: string; value: string }[];
    permissions: { permission: string }[];
  };
  return {
    description: service.description,
    tcpProxy: service.tcp_proxy,
    tags: Object.fromEntries(service.tags.map(({ key, value }) => [key, value])),
    permissions: service.permissions.map(({ permission }) => permission),
  };
}

describe("fault 82: a change whose response was lost is taken back when the program takes it back", () => {
  const before = service({ permissions: [staying], tags: { team: "a" }, description: "before" });

  test.each<[string, Properties, FaultRule, Match | undefined]>([
    ["a modify call, three times", { description: "after" }, { ...lost, match: put, times: 3 }, undefined],
    [
      "a modify call, and the look after it",
      { description: "after", tcpProxy: "open" },
      { ...lost, match: put },
      get,
    ],
    [
      "a modify call whose response is {}, and the look after it",
      { description: "after" },
      { kind: "replace-body", body: {}, match: put },
      get,
    ],
    ["an account let in, and the look after it", letIn, { ...lost, match: whitelist }, whitelistRead],
    ["an account let in, and every look after it", letIn, { ...lost, match: whitelist }, { method: "GET" }],
    [
      "an account shut out, and the look after it",
      { permissions: [] },
      { ...lost, match: whitelist },
      whitelistRead,
    ],
    ["tags, and the look after them", { tags: { team: "b", tier: "1" } }, { ...lost, match: tags }, get],
  ])("%s", async (_name, change, fault, unseen) => {
    const one = await standing({}, before);
    const was = inCloud(one);
    one.fault(fault, ...(unseen === undefined ? [] : [{ ...noLook, match: unseen }]));
    await up(one, { ...before, ...change }).catch(() => undefined);
    expect(inCloud(one)).not.toEqual(was);
    one.emulator.clearFaults();

    await up(one, before);
    expect(inCloud(one)).toEqual(was);
    expect(await up(one, before)).toBe("same");
    expect(one.calls()).toEqual([]);
  });

  test("a field that the program had never set goes back to the default", async () => {
    const one = await standing();
    one.fault({ ...lost, match: put }, { ...noLook, match: get });
    await failure(up(one, service({ description: "after", tcpProxy: "open" })));
    one.emulator.clearFaults();
    await up(one, service());
    expect(inCloud(one)).toMatchObject({ description: "", tcpProxy: "close" });
  });

  test("a list that the program had never set: whoever was let in by the lost call goes", async () => {
    const one = await standing();
    // The first look, before the change, still works.
    const laterLooks = { ...whitelistRead, nth: [2, 99] as [number, number] };
    one.fault({ ...lost, match: whitelist }, { ...noLook, match: laterLooks });
    await failure(up(one, service({ permissions: [stranger] })));
    one.emulator.clearFaults();
    await up(one, service());
    expect(inCloud(one).permissions).toEqual([]);
  });
});

test("fault 82: what is doubtful is named in the state until a look has shown how it is", async () => {
  const one = await standing();
  const wanted = service({ description: "after" });
  one.fault({ ...lost, match: put }, { ...noLook, match: get });
  const { message } = await failure(up(one, wanted));
  expect(message).toMatch(documented("… may have been done: …"));
  expect(message).toContain("description");
  const hidden = (): { unfinished?: string[] } => JSON.parse(String(one.stack.outputs.__vpcep));
  expect(hidden().unfinished).toEqual(["description"]);
  one.emulator.clearFaults();
  await up(one, wanted);
  expect(hidden().unfinished).toBeUndefined();
  expect(await up(one, wanted)).toBe("same");
});

test("fault 84: a replacement that clashes with the service that it replaces does not advise adopting that one", async () => {
  const one = await standing();
  // As `pulumi up --replace` does it: the resource still has its service.
  const { inputs } = await one.stack.preview(service());
  expect((await failure(one.handlers.create(inputs))).message).toMatch(
    documented("It is the service that this resource replaces: set the option deleteBeforeReplace: true, …"),
  );
  // By hand, and not refreshed since: the state knows of no port that both would need.
  one.emulator.patchService(one.stack.id, { ports: [{ client_port: 1, server_port: 90, protocol: "TCP" }] });
  const ports = [{ clientPort: 1, serverPort: 90 }];
  const { message } = await failure(up(one, service({ serverType: "VM", ports })));
  expect(message).toContain(one.stack.id);
  expect(message).not.toMatch(/existingId|adopt/);
  expect(message).toMatch(
    documented(
      "It is the service that this resource replaces, and the state does not know that it serves these: …",
    ),
  );
  expect(idsInCloud(one)).toEqual([one.stack.id]);
});

describe("fault 83: what was never applied is not taken back", () => {
  /** A service whose whitelist and tags are kept by hand. */
  async function byHand(): Promise<Lab> {
    const one = await standing();
    one.emulator.patchService(one.stack.id, {
      permissions: [stranger],
      tags: [{ key: "byHand", value: "1" }],
    });
    return one;
  }
  const kept = { permissions: [stranger], tags: { byHand: "1" } };

  test.each<[string, Properties, FaultRule]>([
    ["the whitelist, whose change was refused", { permissions: [staying] }, { ...refused, match: whitelist }],
    [
      "the whitelist, which could not be read",
      { permissions: [staying] },
      { ...refused, match: whitelistRead },
    ],
    ["the tags, whose change was refused", { tags: { team: "a" } }, { ...refused, match: tags }],
    [
      "the tags and the whitelist, after a modify call that was refused",
      { tags: { team: "a" }, permissions: [staying] },
      { ...refused, match: put },
    ],
  ])("%s", async (_name, change, fault) => {
    const one = await byHand();
    one.fault(fault);
    await failure(up(one, service({ description: "new", ...change })));
    one.emulator.clearFaults();

    await up(one, service({ description: "new" }));
    expect(inCloud(one)).toEqual({ description: "new", tcpProxy: "close", ...kept });
    await one.stack.refresh();
    await up(one, service());
    expect(inCloud(one)).toEqual({ description: "", tcpProxy: "close", ...kept });
  });

  test("what was applied before the failure is", async () => {
    const one = await byHand();
    one.fault({ ...refused, match: whitelist });
    await failure(up(one, service({ description: "new", tags: { team: "a" }, permissions: [staying] })));
    one.emulator.clearFaults();
    await up(one, service());
    expect(inCloud(one)).toEqual({ description: "", tcpProxy: "close", permissions: [stranger], tags: {} });
  });
});
