import * as engine from "../../../provider/resource/observe";
import { imported, lookAt, noSuchObject } from "../../../provider/resource/observe";
import type { Properties } from "../../../provider/resource/properties";
import { SERVICE } from "../../../provider/vpc-endpoint-service/fields";
import { fakeOperation, notFound, refused, rejection } from "./fake-client";
import { ID, outputs, PROJECT, program, REGION, record } from "./samples";

const get = `GET vpc-endpoint-services/${ID}`;
const inputsOf = (outs: Properties, props: Properties) => engine.inputsOf(SERVICE, outs, props);

describe("a look", () => {
  test("at a service that is there", async () => {
    const { client, operation } = fakeOperation([record()]);
    expect(await lookAt(operation, ID)).toEqual(record());
    expect(client.lines).toEqual([get]);
  });

  test("at one that is gone", async () => {
    expect(await lookAt(fakeOperation([notFound()]).operation, ID)).toBeUndefined();
  });

  test("at one that is being deleted: as it is, without a wait", async () => {
    const deleting = record({ status: "deleting" });
    const { client, operation } = fakeOperation([deleting]);
    expect(await lookAt(operation, ID)).toBe(deleting);
    expect(client.lines).toEqual([get]);
  });

  test("at one that is told as deleted: it is gone, without a wait", async () => {
    const { client, operation } = fakeOperation([record({ status: "deleted" })]);
    expect(await lookAt(operation, ID)).toBeUndefined();
    expect(client.lines).toEqual([get]);
  });

  test("that fails is never taken for a deletion", async () => {
    const error = refused("APIGW.0101");
    expect(await rejection(lookAt(fakeOperation([error]).operation, ID))).toBe(error);
  });

  test.each<Properties>([{}, { id: ID }, { id: "", status: "available" }])(
    "at %j: an answer that is none",
    async (odd) => {
      expect((await rejection(lookAt(fakeOperation([odd]).operation, ID))).message).toBe(
        `the API's response for service ${ID} was malformed: no usable id, or no status`,
      );
    },
  );
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
