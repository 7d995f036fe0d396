import * as engine from "../../../provider/resource/observe";
import { imported, noSuchObject, readObject } from "../../../provider/resource/observe";
import type { Properties } from "../../../provider/resource/properties";
import { SERVICE } from "../../../provider/vpc-endpoint-service/fields";
import { fakeOperation, notFound, type Reply, refused, rejection } from "./fake-client";
import { ID, outputs, PROJECT, program, REGION, record } from "./samples";

const inputsOf = (outs: Properties, props: Properties) => engine.inputsOf(SERVICE, outs, props);

const deleting = record({ status: "deleting" });
test.each<[string, Reply, unknown]>([
  ["that is there: as it is", record(), record()],
  ["that is gone", notFound(), undefined],
  ["that is being deleted: as it is", deleting, deleting],
  ["that is told as deleted: it is gone", record({ status: "deleted" }), undefined],
])("a look at a service %s, without a wait", async (_, reply, found) => {
  const { client, operation } = fakeOperation([reply]);
  expect(await readObject(operation, ID)).toEqual(found);
  expect(client.lines).toEqual([`GET vpc-endpoint-services/${ID}`]);
});

test.each<[Reply, string]>([
  ...[{}, { id: ID }, { id: "", status: "available" }].map((odd): [Reply, string] => [
    odd,
    `the API's response for service ${ID} was malformed: no usable id, or no status`,
  ]),
  [refused("APIGW.0101"), refused("APIGW.0101").message],
])("a look that fails, by %j, is never taken for a deletion", async (reply, message) => {
  expect((await rejection(readObject(fakeOperation([reply]).operation, ID))).message).toBe(message);
});

test("a service that is not there is told with where it was looked for", () => {
  expect(noSuchObject(fakeOperation([]).operation, ID).message).toBe(
    `there is no service ${ID} in region ${REGION}, project ${PROJECT}. Check the id, the region and the project.`,
  );
});

describe("the inputs that a refresh gives back", () => {
  /** The backend was moved to another port. */
  const drifted = (more: Parameters<typeof outputs>[0] = {}) => outputs({ portId: "moved", ...more });
  const props = (more: Properties, ...set: string[]): Properties => ({
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
    const failed = { ...known, __vpcep: { ...(known.__vpcep as object), unfinished: [] } };
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
    const byHand = {
      vpcId: ID,
      description: "by hand",
      ports: [{ clientPort: 1, serverPort: 2, protocol: "TCP" }],
    };
    const known = props({ description: "ours" }, "description");
    expect(inputsOf(outputs(byHand), known)).toMatchObject(byHand);
    expect(inputsOf(outputs({ vpcId: ID, description: "ours" }), known)).toMatchObject({ vpcId: ID });
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

  describe("what the program wrote in other words than the cloud", () => {
    const other = { clientPort: 8443, serverPort: 443, protocol: "TCP" };
    const known = (more: Properties = {}): Properties => ({
      ...outputs({ permissions: ["a", "b"] }),
      ...more,
      __vpcep: {
        name: "orders",
        set: ["permissions"],
        written: { ports: { order: [0], bare: [0] }, permissions: { order: [1, 0], bare: [] } },
      },
    });

    test("is given back as it was written when something else drifted", () => {
      const inputs = inputsOf(drifted({ permissions: ["a", "b"] }), known());
      expect([inputs?.ports, inputs?.permissions]).toEqual([program().ports, ["b", "a"]]);
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

describe("an import", () => {
  const importedOf = (more: Properties) => imported(SERVICE, outputs(more));

  test("gives the required inputs, and of the others those that differ from the API's defaults", () => {
    const asMade = { enablePolicy: false, ipVersion: "ipv4", poolId: "chosen-by-the-cloud", permissions: [] };
    const required = { ...program(), ports: outputs().ports, region: REGION, projectId: PROJECT };
    expect(importedOf(asMade)).toMatchObject({ inputs: required, props: { __vpcep: { set: [] } } });
    expect(Object.keys(importedOf(asMade).inputs).sort()).toEqual(Object.keys(required).sort());
  });

  test("takes what differs for what the program had set", () => {
    const more = { approvalEnabled: false, tags: { a: "b" }, permissions: ["*"], ip: "192.0.2.1" };
    const { inputs, props } = importedOf(more);
    expect(inputs).toMatchObject(more);
    expect(props).toMatchObject({ __vpcep: { set: ["approvalEnabled", "tags", "permissions", "ip"] } });
  });
});
