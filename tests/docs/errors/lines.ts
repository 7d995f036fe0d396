// Lines that a run prints beside its result.
import type { ServicePatch } from "../../../emulator";
import { vpcEndpoint } from "../../../provider/vpc-endpoint/lifecycle";
import { connections, lab, standing, tags, whitelist } from "../../faults/support";
import { failure, type Lab, service } from "../../helpers/in-process";
import { vpcId } from "../../helpers/samples";
import type { Provocations } from "./pattern";

/** The one line of a run. */
async function lineOf(one: Lab, run: () => Promise<unknown>): Promise<string> {
  one.lines.length = 0;
  await run();
  expect(one.lines).toHaveLength(1);
  return one.lines[0] ?? "";
}

/** The line that begins like this, in whatever a run printed. */
async function lineWith(one: Lab, part: string, run: () => Promise<unknown>): Promise<string> {
  one.lines.length = 0;
  await run();
  return one.lines.find((line) => line.includes(part)) ?? `no ${part} in ${one.lines.join("\n")}`;
}

/** A service with a consumer of this permission, who is taken from the list. */
async function revoked(field: string, before: string[], others: object = {}): Promise<string> {
  const manages = { rejectConnectionsOnRevoke: true, ...others };
  const one = await standing({}, service({ ...manages, [field]: before }));
  one.emulator.connect(one.stack.id, { domain_id: "partner", status: "accepted" });
  const text = await lineWith(one, "not known", () => one.stack.up(service({ ...manages, [field]: [] })));
  const live = (one.emulator.state().services[0]?.connections ?? []) as { status: string }[];
  expect(live.map(({ status }) => status)).toEqual(["accepted"]);
  return text;
}

/** What a refresh says after somebody has changed the service elsewhere. */
async function drifted(...patches: ServicePatch[]): Promise<string> {
  const one = await standing();
  for (const patch of patches) {
    one.lines.length = 0;
    one.emulator.patchService(one.stack.id, patch);
    await one.stack.refresh();
  }
  return one.lines.at(-1) ?? "";
}

/** What a preview says after a create that failed. */
async function previewed(spoil: (one: Lab) => void, wanted = service()): Promise<string> {
  const one = await lab();
  spoil(one);
  await failure(one.stack.up(wanted));
  return lineOf(one, () => one.stack.preview(wanted));
}

export const lines: Provocations = {
  "waiting for service … to …": async () => {
    const one = await lab({ emulator: { settleSeconds: 20 } });
    return lineOf(one, () => one.stack.up(service()));
  },
  "waiting for rejections to come through: …": async () => {
    const one = await standing({}, service({ rejectConnectionsOnDelete: true }));
    const { id } = one.emulator.connect(one.stack.id, { status: "accepted" });
    const slow = { connections: [{ id, status: "accepted", domain_id: "d" }], total_count: 1 };
    one.fault({ kind: "replace-body", body: slow, match: { ...connections, nth: [1, 12] } });
    return lineWith(one, "waiting", () => one.stack.destroy());
  },
  "… was last seen …: the update waits until it is available": () =>
    previewed((one) => one.emulator.configure({ settleSeconds: null })),
  "is …, and so is replaced": () => previewed((one) => one.emulator.configure({ failNextCreate: [] })),
  "the last operation on it did not succeed; …": () =>
    previewed(
      (one) => one.fault({ kind: "status", status: 403, match: whitelist }),
      service({ permissions: ["*"] }),
    ),
  "… is set for the first time, but the cloud does not show it of this …, and it cannot be changed on a living one: nothing is done about it. …":
    async () => {
      const one = await standing();
      const consumer = one.siblingStack(vpcEndpoint, "shop");
      const wanted = { endpointServiceId: one.stack.id, vpcId, subnetId: vpcId };
      await consumer.up(wanted);
      return lineWith(one, "first time", () => consumer.up({ ...wanted, ipVersion: "dualstack" }));
    },
  "approval was turned off outside Pulumi, …": () => drifted({ approval_enabled: false }),
  "approval was turned on outside Pulumi. …": () =>
    drifted({ approval_enabled: false }, { approval_enabled: true }),
  "the whitelist was changed outside Pulumi …": () =>
    drifted({ approval_enabled: false, permissions: ["*"] }),
  "service … is being deleted. …": async () => {
    const one = await standing();
    const { id } = one.stack;
    one.emulator.patchService(id, { status: "deleting", settleSeconds: 60 });
    const text = await lineOf(one, () => one.stack.refresh());
    expect(await one.stack.up(service())).toBe("replace");
    expect(one.emulator.state().services).toMatchObject([{ id: one.stack.id }]);
    return text;
  },
  "a response was lost, but the cloud shows that the change was made": async () => {
    const one = await standing({}, service({ tags: { team: "a" } }));
    one.fault({ kind: "reset", at: "after-processing", match: tags });
    return lineWith(one, "lost", () => one.stack.up(service({ tags: { team: "b" } })));
  },
  "organizations may still connect, and their accounts are not known: no connection was rejected": () =>
    revoked("permissions", ["*"], { organizationPermissions: ["organizations:orgPath::o-1/r-2"] }),
  "the API does not tell whose these are, so they stay: …": async () => {
    const manages = { rejectConnectionsOnRevoke: true };
    const one = await standing({}, service({ ...manages, permissions: ["iam:domain::partner"] }));
    const body = { connections: [{ id: "endpoint", status: "accepted" }] };
    one.fault({ kind: "replace-body", body, match: connections });
    return lineWith(one, "whose these are", () => one.stack.up(service({ ...manages, permissions: [] })));
  },
};
