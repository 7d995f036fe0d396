// The programs whose states are kept: each resource in each condition that a stack can hold it in.
import type { FaultMatch, FaultRule } from "../../emulator";

export const fronts = ["dynamic", "plugin"] as const;
export type Front = (typeof fronts)[number];

/**
 * `settled`: plain, adopted, imported (only the plugin can) and with secrets; a preview has nothing to do.
 * `unfinished`: partly failed and failed; the next run goes on from there.
 */
export const stateNames = ["settled", "unfinished"] as const;
export type StateName = (typeof stateNames)[number];

const head = (front: Front) => `const pulumi = require("@pulumi/pulumi");
const {
  VpcEndpoint,
  VpcEndpointConnection,
  VpcEndpointService,
  VpcEndpointServicePermission,
} = require("pulumi-huaweicloud-vpcep${front === "plugin" ? "/plugin" : ""}");

const config = new pulumi.Config();
const vpcId = "4189d3c2-8882-4871-a3c2-d380272eed83";
const service = (number, more) => ({
  serverType: "LB",
  vpcId,
  portId: \`5f5d9a0e-7d06-4a80-8f5b-6d0a9a2d3c\${number}\`,
  ports: [{ clientPort: 443, serverPort: 8443 }],
  ...more,
});
const endpoint = (endpointServiceId, more) => ({
  endpointServiceId,
  vpcId,
  subnetId: "16bd5b66-8c4a-4ac7-a3d2-f0bd4b5d0a7e",
  ...more,
});
const account = (number) => \`iam:domain::5fc973eea581490997e82ea11a1d01\${number}\`;
`;

/** Objects that others have made: what the settled state adopts and imports. */
const outside = (names: readonly string[]) => `
for (const name of ${JSON.stringify(names)}) {
  const number = name === "adopted" ? 20 : 30;
  const made = new VpcEndpointService(name, service(number, { serviceName: name, tags: { owner: "others" } }));
  const connected = new VpcEndpoint(name, endpoint(made.id, { tags: { owner: "others" } }));
  new VpcEndpointConnection(name, { endpointServiceId: made.id, endpointId: connected.id });
  new VpcEndpointServicePermission(name, { endpointServiceId: made.id, permission: account(number) });
  // A record of a service that has no list of its own: one with a list is imported with it.
  if (name === "adopted")
    new VpcEndpointServicePermission("single", { endpointServiceId: made.id, permission: account(31) });
}
`;

const settled = `
// What a replay changes of each resource.
const note = config.get("note") ?? "first";

const plain = new VpcEndpointService("plain", service(10, {
  serviceName: "plain",
  tcpProxy: "open",
  description: note,
  tags: { team: "shop", empty: "" },
}));
const connected = new VpcEndpoint("plain", endpoint(plain.id, { enableWhitelist: true, whitelist: ["192.0.2.0/24"], tags: { note } }));
new VpcEndpointConnection("plain", { endpointServiceId: plain.id, endpointId: connected.id, description: note });
new VpcEndpointServicePermission("plain", { endpointServiceId: plain.id, permission: account(10), description: note });

// Lists that the outputs have in another order and with more words, hidden inputs, a time limit.
new VpcEndpointService(
  "listed",
  service(11, {
    description: note,
    ports: [{ clientPort: 8080, serverPort: 80, protocol: "TCP" }, { clientPort: 443, serverPort: 8443 }],
    permissions: [account(13), account(12)],
    organizationPermissions: ["organizations:orgPath::o-1/r-2/ou-3/*"],
    rejectConnectionsOnRevoke: true,
    rejectConnectionsOnDelete: true,
    protectConnections: true,
  }),
  { customTimeouts: { create: "5m", update: "90s" } },
);

const adopted = new VpcEndpointService("adopted", service(20, {
  serviceName: "adopted",
  existingId: config.require("adoptedService"),
  description: note,
}));
const taken = new VpcEndpoint("adopted", endpoint(adopted.id, { existingId: config.require("adoptedEndpoint"), tags: { note } }));
new VpcEndpointConnection("adopted", { endpointServiceId: adopted.id, endpointId: taken.id, description: note });
new VpcEndpointServicePermission("adopted", { endpointServiceId: adopted.id, permission: account(20), description: note });

const secret = new VpcEndpointService("secret", service(40, {
  description: pulumi.secret(note),
  tags: pulumi.secret({ owner: "canary-tag" }),
  permissions: pulumi.secret([account(41)]),
}));
const hidden = new VpcEndpoint("secret", endpoint(secret.id, { tags: { owner: pulumi.secret("canary-tag"), note } }));
new VpcEndpointConnection("secret", {
  endpointServiceId: secret.id,
  endpointId: hidden.id,
  description: pulumi.interpolate\`canary-note \${pulumi.secret(note)}\`,
});
new VpcEndpointServicePermission("secret", {
  endpointServiceId: plain.id,
  permission: pulumi.secret(account(42)),
  description: pulumi.secret(note),
});
`;

/** As `pulumi import` writes a program, but for the field that a replay changes. */
const imported = `
if (config.get("imported")) {
  const changed = config.get("note") && { description: config.get("note") };
  const found = new VpcEndpointService("imported", service(30, {
    serviceName: "imported",
    ports: [{ clientPort: 443, protocol: "TCP", serverPort: 8443 }],
    permissions: [account(30)],
    tags: { owner: config.get("note") ?? "others" },
  }));
  const linked = new VpcEndpoint("imported", endpoint(found.id, { tags: { owner: config.get("note") ?? "others" } }));
  new VpcEndpointConnection("imported", { endpointServiceId: found.id, endpointId: linked.id, ...changed });
  new VpcEndpointServicePermission("imported", { endpointServiceId: adopted.id, permission: account(31), ...changed });
}
`;

const unfinished = `
// 1: everything is made. 2: the changes, of which the cloud refuses some. 3: one more service, which fails in the cloud.
const stage = Number(config.require("stage"));
const first = stage === 1;

// What the changes leave alone.
const base = new VpcEndpointService("base", service(50, { serviceName: "base" }));
const link = (number) => new VpcEndpoint(\`base-\${number}\`, endpoint(base.id, {
  subnetId: \`16bd5b66-8c4a-4ac7-a3d2-f0bd4b5d0a\${number}\`,
}));

// Partly failed: of two changes one was made.
new VpcEndpointService("partly", service(51, {
  description: first ? "first" : "second",
  permissions: first ? [account(50)] : [account(50), account(51)],
}));
new VpcEndpoint("partly", endpoint(base.id, {
  whitelist: first ? ["192.0.2.1"] : ["192.0.2.2"],
  tags: { note: first ? "first" : "second" },
}));
new VpcEndpointConnection("partly", {
  endpointServiceId: base.id,
  endpointId: link(70).id,
  accepted: first,
  description: first ? "first" : "refused",
});
// Whether the change was made, nobody knows.
new VpcEndpointService("doubted", service(52, { description: first ? "first" : "doubted" }));

// Failed: the change was refused, and the state keeps what was before.
new VpcEndpointService("refused", service(60, { description: first ? "first" : "refused" }));
new VpcEndpoint("refused", endpoint(base.id, {
  subnetId: "16bd5b66-8c4a-4ac7-a3d2-f0bd4b5d0a60",
  whitelist: first ? ["192.0.2.1"] : ["192.0.2.66"],
}));
new VpcEndpointConnection("refused", {
  endpointServiceId: base.id,
  endpointId: link(71).id,
  description: first ? "first" : "refused",
});
new VpcEndpointServicePermission("refused", {
  endpointServiceId: base.id,
  permission: account(60),
  description: first ? "first" : "refused",
});
// The successor was made, but its predecessor could not be deleted.
new VpcEndpointService("replaced", service(61, first ? {} : {
  vpcId: "84758cf5-9c62-43ae-a778-3dbd8370c0a4",
  portId: "9b7f5a0c-6f0b-4b4a-8a83-3a5c8fd7c0b2",
}));

if (!first) {
  // Partly failed: made, but its whitelist was refused.
  new VpcEndpointService("halfway", service(53, { permissions: [account(53)] }));
  // Failed: never made.
  new VpcEndpointService("never", service(63, { description: "never" }));
  new VpcEndpoint("never", endpoint(base.id, {
    subnetId: "16bd5b66-8c4a-4ac7-a3d2-f0bd4b5d0a63",
    description: "never",
  }));
  new VpcEndpointServicePermission("never", { endpointServiceId: base.id, permission: account(63) });
}
// Failed: made, and ended as failed.
if (stage === 3) new VpcEndpointService("ended", service(64));
`;

/** What a preview says of the unfinished state: each resource goes on from where it failed. */
export const plannedUnfinished = [
  "create VpcEndpoint never",
  "create VpcEndpointService never",
  "create VpcEndpointServicePermission never",
  "replace VpcEndpointService ended",
  "update VpcEndpoint partly",
  "update VpcEndpoint refused",
  "update VpcEndpointConnection partly",
  "update VpcEndpointConnection refused",
  "update VpcEndpointService doubted",
  "update VpcEndpointService halfway",
  "update VpcEndpointService partly",
  "update VpcEndpointService refused",
  "update VpcEndpointServicePermission refused",
];

export const namespaceOf = (front: Front) => (front === "plugin" ? "huaweicloud-vpcep" : "huaweicloud");

export const outsideProgram = (front: Front) =>
  head(front) + outside(front === "plugin" ? ["adopted", "imported"] : ["adopted"]);

export function programOf(front: Front, state: StateName): string {
  if (state === "unfinished") return head(front) + unfinished;
  return head(front) + settled + (front === "plugin" ? imported : "");
}

/** What the cloud refuses from stage 2 of the unfinished program on; `replaced` is the id of the predecessor. */
export function refusals({ doubted, replaced }: { doubted: string; replaced: string }): FaultRule[] {
  const services = "/v1/*/vpc-endpoint-services";
  const refuse = (match: FaultMatch): FaultRule => ({ kind: "status", errorCode: "EndPoint.0004", match });
  const lose = (match: FaultMatch): FaultRule => ({ kind: "reset", at: "after-processing", match });
  return [
    ...["1d0151", "1d0153", "1d0163"].map((account) => refuse({ method: "POST", bodyIncludes: account })),
    refuse({ method: "POST", path: "/v1/*/endpoint/*/tags/action" }),
    ...["refused", "192.0.2.66"].map((value) => refuse({ method: "PUT", bodyIncludes: value })),
    refuse({ method: "POST", bodyIncludes: "never" }),
    refuse({ method: "DELETE", path: `${services}/${replaced}` }),
    lose({ method: "PUT", bodyIncludes: "doubted" }),
    refuse({ method: "GET", path: `${services}/${doubted}` }),
  ];
}
