import fc from "fast-check";
import { changesBetween } from "../../../provider/resource/diff";
import { fieldsSetIn, toBody, toOutputs } from "../../../provider/resource/fields";
import type { Properties } from "../../../provider/resource/properties";
import { SERVICE } from "../../../provider/vpc-endpoint-service/fields";
import { ID, inputs, PROJECT, REGION } from "../resource/samples";

const port = fc.integer({ min: 1, max: 65535 });
const mapping: fc.Arbitrary<Properties> = fc.record(
  { clientPort: port, serverPort: port, protocol: fc.constantFrom("TCP", "UDP") },
  { requiredKeys: ["clientPort", "serverPort"] },
);
const name = fc.stringMatching(/^[A-Za-z0-9_-]{0,16}$/);
const text = fc.string({ maxLength: 20 });
const tag = text.filter((key) => key !== "__proto__");

const said: fc.Arbitrary<Properties> = fc
  .record(
    {
      serverType: fc.constantFrom("LB", "VM"),
      vpcId: fc.uuid(),
      portId: fc.uuid(),
      ports: fc.array(mapping, { minLength: 1, maxLength: 5 }),
      serviceName: name,
      serviceType: fc.constant("interface"),
      approvalEnabled: fc.boolean(),
      tcpProxy: fc.constantFrom("close", "open"),
      description: text,
      tags: fc.dictionary(tag, text, { maxKeys: 4, noNullPrototype: true }),
      enablePolicy: fc.boolean(),
      ipVersion: fc.constantFrom("ipv4", "ipv6"),
      snatNetworkId: fc.uuid(),
      poolId: fc.uuid(),
      ip: fc.ipV4(),
    },
    { requiredKeys: ["serverType", "vpcId", "portId", "ports"] },
  )
  .map((more) => inputs(more));

/** What a cloud answers to a create: what it was sent, its defaults, and the name in the full form. */
function answerTo(body: Properties): Record<string, unknown> {
  return {
    id: ID,
    status: "available",
    service_type: "interface",
    approval_enabled: true,
    tcp_proxy: "close",
    description: "",
    tags: [],
    ...body,
    ports: (body.ports as Properties[]).map((mapping) => ({ protocol: "TCP", ...mapping })),
    service_name: [REGION, ...(body.service_name ? [body.service_name] : []), ID].join("."),
  };
}

test("what is sent and answered reads back as what was said: no difference is left", () => {
  fc.assert(
    fc.property(said, (program) => {
      const known = toOutputs(SERVICE, ID, answerTo(toBody(SERVICE.fields, program)), {
        region: REGION,
        projectId: PROJECT,
      });
      const changes = changesBetween(
        SERVICE,
        { ...known, __vpcep: { name: "orders", set: fieldsSetIn(SERVICE.fields, program) } },
        { ...program },
        ID,
      );
      expect(changes).toEqual({
        modify: [],
        steps: [],
        replace: [],
        settle: false,
        unfinished: false,
        settings: [],
        hidden: false,
      });
      expect(known.serviceName).toBe(program.serviceName ?? "");
    }),
    { numRuns: 1000 },
  );
});

test("any answer at all gives outputs that Pulumi can carry", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom(...wireKeys), fc.jsonValue()), (answer) => {
      const outputs = toOutputs(SERVICE, ID, answer, {
        region: REGION,
        projectId: PROJECT,
        status: "creating",
      });
      expect(JSON.parse(JSON.stringify(outputs))).toEqual(outputs);
      expect(typeof outputs.endpointServiceName).toBe("string");
      expect(Array.isArray(outputs.error)).toBe(true);
      for (const { clientPort, serverPort, protocol } of (outputs.ports ?? []) as Properties[]) {
        expect([typeof clientPort, typeof serverPort, typeof protocol]).toEqual([
          "number",
          "number",
          "string",
        ]);
      }
    }),
    { numRuns: 1000 },
  );
});

const wireKeys = [
  "ports",
  "tags",
  "error",
  "service_name",
  "status",
  "connection_count",
  "supported_editions",
  "ip",
];
