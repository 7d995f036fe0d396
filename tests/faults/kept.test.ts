// What a run must not lose: a rejection that is still due, what drifted, the program's own words.
import { documented } from "../helpers/documented";
import type { Properties, ResourceState } from "../helpers/engine";
import { failure, service } from "../helpers/in-process";
import { connectionAction, standing } from "./support";

test("faults 79 and 89: a rejection that failed is made up for by the next up, also by another process that is not told whose", async () => {
  const [removed, kept] = ["iam:domain::leaving", "iam:domain::staying"];
  const program = (permissions: string[]) => service({ permissions, rejectConnectionsOnRevoke: true });
  const one = await standing({}, program([removed, kept]));
  for (const domain_id of ["leaving", "staying"])
    one.emulator.connect(one.stack.id, { domain_id, status: "accepted" });
  one.fault({ kind: "status", status: 403, errorCode: "EndPoint.0004", match: connectionAction });
  const { message } = await failure(one.stack.up(program([kept])));
  expect(message).toContain(`rejecting the connections of revoked accounts failed:`);
  expect(JSON.stringify(one.stack.outputs.__vpcep)).not.toContain("leaving");
  one.emulator.clearFaults();
  one.restart();

  expect(await one.stack.up(program([kept]))).toBe("update");
  const connections = one.emulator.state().services[0]?.connections as {
    domain_id: string;
    status: string;
  }[];
  expect(connections.map(({ domain_id, status }) => `${domain_id} ${status}`).sort()).toEqual([
    "leaving rejected",
    "staying accepted",
  ]);
  one.forget();
  expect(await one.stack.up(program([kept]))).toBe("same");
  expect(one.calls()).toEqual([]);
});

test.each([
  [
    "a look comes first",
    { initErrors: ["an earlier run failed"] },
    {},
    documented("service … is gone. Run …"),
  ],
  [
    "the change is sent",
    {},
    { description: "new" },
    documented("… If it was deleted outside Pulumi, …", "no"),
  ],
])(
  "fault 80: an update of a service that was deleted by hand fails, and a refresh leads out: %s",
  async (_how, known, change, says) => {
    const one = await standing();
    one.stack.state = { ...(one.stack.state as ResourceState), ...known };
    one.emulator.deleteService(one.stack.id);
    const wanted = service(change);
    expect((await failure(one.stack.up(wanted))).message).toMatch(says);
    expect(one.calls()).toHaveLength(1);
    expect(await one.stack.refresh()).toBe("gone");
    expect(await one.stack.up(wanted)).toBe("create");
  },
);

test.each<[string, Properties]>([
  ["description", { description: "by hand" }],
  ["tags", { tags: [] }],
])(
  "fault 81: a drift of the %s that shows in the response to another change is repaired",
  async (_name, patch) => {
    const program = service({ description: "said", tags: { team: "a" } });
    const one = await standing({}, program);
    one.emulator.patchService(one.stack.id, patch);
    const wanted = { ...program, tcpProxy: "open" };
    await one.stack.up(wanted);
    await one.stack.refresh();
    await one.stack.up(wanted);
    expect(one.emulator.state().services[0]).toMatchObject({
      description: "said",
      tags: [{ key: "team", value: "a" }],
    });
    one.forget();
    expect(await one.stack.up(wanted)).toBe("same");
    expect(one.calls()).toEqual([]);
  },
);

describe("scenario 74: a refresh gives the inputs back as the program wrote them", () => {
  const mappings = [
    { clientPort: 9090, serverPort: 90 },
    { clientPort: 8080, serverPort: 80 },
  ];
  const program = () => service({ ports: mappings, permissions: ["iam:domain::b", "iam:domain::a"] });

  const newer = {
    ports: [
      { clientPort: 8080, serverPort: 80, protocol: "TCP" },
      { clientPort: 9090, serverPort: 90 },
    ],
    permissions: ["iam:domain::a", "iam:domain::b", "iam:domain::a"],
  };

  test.each<[string, Properties]>([
    ["changes nothing", {}],
    ["only respells ports", { ports: newer.ports }],
    ["only respells permissions", { permissions: newer.permissions }],
    ["only respells both", newer],
    ["changes something else too", { ...newer, description: "new" }],
  ])("in its newest words, after a step that %s", async (_name, change) => {
    const one = await standing({}, program());
    const wanted: Properties = { ...program(), ...change };
    await one.stack.up(wanted);
    expect(one.calls()).toHaveLength("description" in change ? 1 : 0);
    for (let run = 0; run < 2; run++) {
      await one.stack.refresh();
      const { ports, permissions } = one.stack.state?.inputs ?? {};
      expect([ports, permissions]).toEqual([wanted.ports, wanted.permissions]);
    }
    expect(await one.stack.up(wanted)).toBe("same");
  });

  test("drift stays visible through any number of refreshes, until an up repairs it", async () => {
    const one = await standing({}, program());
    const drifted = [{ client_port: 1, server_port: 2, protocol: "TCP" }];
    one.emulator.patchService(one.stack.id, { ports: drifted });
    for (let run = 0; run < 3; run++) {
      await one.stack.refresh();
      expect(one.stack.state?.inputs.ports).toEqual([{ clientPort: 1, serverPort: 2, protocol: "TCP" }]);
    }
    one.forget();
    expect(await one.stack.up(program())).toBe("update");
    expect(one.calls()).toEqual(["PUT /vpc-endpoint-services/*"]);
    expect(await one.stack.up(program())).toBe("same");
  });
});
