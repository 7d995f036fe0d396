import type { Bag } from "../../../provider/resource/handlers";
import {
  inputsOf,
  lookAt,
  managedWhitelist,
  noSuchService,
  observed,
} from "../../../provider/vpc-endpoint-service/observe";
import { apiError, fakeOperation, notFound, refused, rejection } from "./fake-client";
import { answer, ID, outputs, PROJECT, program, REGION } from "./samples";

const get = `GET vpc-endpoint-services/${ID}`;
const list = `GET vpc-endpoint-services?id=${ID} x1`;
const permissions = `GET vpc-endpoint-services/${ID}/permissions?limit=500&offset=0`;

describe("a look", () => {
  test("at a service that is there", async () => {
    const { client, operation } = fakeOperation([answer()]);
    expect(await lookAt(operation, ID)).toEqual(answer());
    expect(client.lines).toEqual([get]);
  });

  test("at one that is gone", async () => {
    expect(await lookAt(fakeOperation([notFound()]).operation, ID)).toBeUndefined();
  });

  test("at one that is being deleted: as it is, without a wait", async () => {
    const deleting = answer({ status: "deleting" });
    const { client, operation } = fakeOperation([deleting]);
    expect(await lookAt(operation, ID)).toBe(deleting);
    expect(client.lines).toEqual([get]);
  });

  test("at one that is told as deleted: it is gone, without a wait", async () => {
    const { client, operation } = fakeOperation([answer({ status: "deleted" })]);
    expect(await lookAt(operation, ID)).toBeUndefined();
    expect(client.lines).toEqual([get]);
  });

  test("that fails is never taken for a deletion", async () => {
    const error = refused("APIGW.0101");
    expect(await rejection(lookAt(fakeOperation([error]).operation, ID))).toBe(error);
  });

  test.each<Bag>([{}, { id: ID }, { id: "", status: "available" }])(
    "at %j: an answer that is none",
    async (odd) => {
      expect((await rejection(lookAt(fakeOperation([odd]).operation, ID))).message).toBe(
        `the API's response for service ${ID} was malformed: no usable id, or no status`,
      );
    },
  );
});

test("a service that is not there is told with where it was looked for", () => {
  expect(noSuchService(fakeOperation([]).operation, ID).message).toBe(
    `there is no service ${ID} in region ${REGION}, project ${PROJECT}. Check the id, the region and the project.`,
  );
});

describe("outputs of what was seen", () => {
  test("the list tells how many are connected", async () => {
    const { client, operation } = fakeOperation([{ endpoint_services: [{ id: ID, connection_count: 3 }] }]);
    expect(await observed(operation, ID, answer(), outputs())).toEqual(outputs({ connectionCount: 3 }));
    expect(client.lines).toEqual([list]);
  });

  test("where the answer tells it, no list is asked for", async () => {
    const { client, operation } = fakeOperation([]);
    const seen = await observed(
      operation,
      ID,
      answer({ connection_count: 0 }),
      outputs({ connectionCount: 0 }),
    );
    expect(seen.connectionCount).toBe(0);
    expect(client.lines).toEqual([]);
  });

  test.each<[string, Bag | Error]>([
    ["fails", apiError("unavailable")],
    ["is empty", { endpoint_services: [] }],
    ["is none", { endpoint_services: { id: ID, connection_count: 3 } }],
    ["holds another", { endpoint_services: [{ id: "other", connection_count: 3 }] }],
  ])("a list that %s is no failure: the number last seen stands", async (_name, reply) => {
    const { operation } = fakeOperation([reply]);
    expect(await observed(operation, ID, answer(), outputs({ connectionCount: 2 }))).toEqual(
      outputs({ connectionCount: 2 }),
    );
  });

  test("a bug in it is not hidden", async () => {
    const error = new TypeError("bug");
    expect(await rejection(observed(fakeOperation([error]).operation, ID, answer(), outputs()))).toBe(error);
  });

  test("of the whitelist, what the program manages", async () => {
    const { client, operation } = fakeOperation([
      {
        permissions: [
          { id: "1", permission: "*" },
          { id: "2", permission: "organizations:orgPath::1" },
        ],
      },
    ]);
    const seen = await observed(operation, ID, answer({ connection_count: 0 }), outputs({ permissions: [] }));
    expect(seen.permissions).toEqual(["*"]);
    expect(Object.hasOwn(seen, "organizationPermissions")).toBe(false);
    expect(client.lines).toEqual([permissions]);
  });
});

test("a list of the whitelist is managed when any of the bags has it", async () => {
  const { client, operation } = fakeOperation([{ permissions: [] }]);
  expect(await managedWhitelist(operation, ID, {}, { organizationPermissions: ["x"] })).toEqual({
    organizationPermissions: [],
  });
  expect(await managedWhitelist(operation, ID, { permissions: undefined }, {})).toEqual({});
  expect(client.lines).toHaveLength(1);
});

describe("the inputs that a refresh gives back", () => {
  /** The backend was moved to another port. */
  const drifted = (more: Parameters<typeof outputs>[0] = {}) => outputs({ portId: "moved", ...more });
  const props = (more: Bag, ...set: string[]): Bag => ({
    ...outputs(),
    ports: [{ clientPort: 8080, serverPort: 80 }],
    ...more,
    __vpcep: { name: "orders", set },
  });

  test("where nothing drifted there are none: what the program wrote holds, as it wrote it", () => {
    const known = props({ tags: { b: "2", a: "1" }, permissions: ["b", "a"] }, "tags", "permissions");
    const seen = outputs({ tags: { a: "1", b: "2" }, permissions: ["a", "b"] });
    expect(inputsOf(seen, known)).toBeUndefined();
  });

  test("after a partial failure they are what was achieved, for the engine's are from before it", () => {
    const known = props({ tags: { b: "2", a: "1" }, permissions: ["b", "a"] }, "tags", "permissions");
    const failed = { ...known, __vpcep: { ...(known.__vpcep as object), doubt: [] } };
    const seen = outputs({ tags: { a: "1", b: "2" }, permissions: ["a", "b"] });
    expect(inputsOf(seen, failed)).toEqual({
      region: REGION,
      projectId: PROJECT,
      serverType: "LB",
      vpcId: known.vpcId,
      portId: known.portId,
      ports: [{ clientPort: 8080, serverPort: 80 }],
      tags: { b: "2", a: "1" },
      permissions: ["b", "a"],
      __vpcep: { name: "orders" },
    });
  });

  test("what drifted is as the cloud has it", () => {
    const seen = outputs({
      description: "by hand",
      ports: [{ clientPort: 1, serverPort: 2, protocol: "TCP" }],
    });
    expect(inputsOf(seen, props({ description: "ours" }, "description"))).toMatchObject({
      description: "by hand",
      ports: [{ clientPort: 1, serverPort: 2, protocol: "TCP" }],
    });
  });

  test("what the program does not speak of is no input", () => {
    const inputs = inputsOf(drifted({ description: "by hand", tags: { a: "b" } }), props({}));
    expect(Object.keys(inputs ?? {}).sort()).toEqual(
      ["__vpcep", "portId", "ports", "projectId", "region", "serverType", "vpcId"].sort(),
    );
  });

  test("the provider's own come from the state", () => {
    const known = props(
      { existingId: "s-1", rejectConnectionsOnDelete: true },
      "existingId",
      "rejectConnectionsOnDelete",
    );
    expect(inputsOf(drifted(), known)).toMatchObject({ existingId: "s-1", rejectConnectionsOnDelete: true });
  });

  test("a `.get()` has no state: what was seen", () => {
    const inputs = inputsOf(outputs(), {});
    expect(inputs).toMatchObject({
      serverType: "LB",
      ports: [{ clientPort: 8080, serverPort: 80, protocol: "TCP" }],
    });
    expect(Object.hasOwn(inputs ?? {}, "__vpcep")).toBe(false);
  });

  describe("what the program wrote in other words than the cloud", () => {
    const other = { clientPort: 8443, serverPort: 443, protocol: "TCP" };
    const known = (more: Bag = {}): Bag => ({
      ...outputs({ permissions: ["a", "b"] }),
      ...more,
      __vpcep: {
        name: "orders",
        set: ["permissions"],
        written: { ports: { order: [0], bare: [0] }, permissions: { order: [1, 0], bare: [] } },
      },
    });

    test("is given back as it was written when something else drifted", () => {
      expect(inputsOf(drifted({ permissions: ["a", "b"] }), known())).toMatchObject({
        ports: program().ports,
        permissions: ["b", "a"],
      });
    });

    test("is as the cloud has it where it drifted, however often it is read", () => {
      const changed = { ports: [other], permissions: ["a", "c"] };
      expect(inputsOf(outputs(changed), known())).toMatchObject(changed);
      expect(inputsOf(outputs(changed), known(changed))).toBeUndefined();
    });

    test.each([
      ["positions that the list has not", { order: [0, 1], bare: [] }],
      ["a list, as of another version", [{ clientPort: 1 }]],
    ])("%s say nothing", (_, ports) => {
      const state = { ...known(), __vpcep: { name: "orders", set: [], written: { ports } } };
      expect(inputsOf(drifted(), state)?.ports).toEqual(outputs().ports);
    });
  });

  test("nothing undefined is in them", () => {
    const inputs = inputsOf(drifted(), props({ ip: undefined }, "ip"));
    expect(Object.hasOwn(inputs ?? {}, "ip")).toBe(false);
  });
});
