// Ids that a program gives, and replacements that it wants to be kept from.
import { connections, standing } from "../../faults/support";
import { failure, portId, service, vpcId } from "../../helpers/in-process";
import type { Provocations } from "./pattern";

const inUse = service({ protectConnections: true });
const replacing = { ...inUse, serverType: "VM" };

export const adoptions: Provocations = {
  'invalid id "…"': async () => {
    const one = await standing();
    const { message } = await failure(one.stack.get("a/b"));
    expect(one.calls()).toEqual([]);
    return message;
  },
  "there is no service … in region …, project …. Check the id, the region and the project.": async () => {
    const one = await standing();
    const adoption = one.newStack("adopting").preview(service({ existingId: portId }));
    expect((await failure(adoption)).message).toContain("existingId: there is no service");
    return (await failure(one.stack.get(portId))).message;
  },
  "existingId: service … differs in what cannot be changed: …": async () => {
    const one = await standing();
    const wanted = service({ existingId: one.stack.id });
    const adopting = one.newStack("adopting");
    const { message } = await failure(adopting.preview({ ...wanted, vpcId: portId }));
    await adopting.preview({ ...wanted, vpcId });
    return message;
  },
  "existingId: … leave existingId out.": async () => {
    const one = await standing();
    const { id } = one.stack;
    const preview = () => failure(one.newStack("adopting").preview(service({ existingId: id })));
    one.emulator.patchService(id, { status: "deleting", settleSeconds: 600 });
    expect((await preview()).message).toContain("Wait, or leave existingId out.");
    one.emulator.patchService(id, { status: "failed" });
    return (await preview()).message;
  },
  "… protectConnections refuses that: set it to false to go on.": async () => {
    const one = await standing({}, inUse);
    one.emulator.connect(one.stack.id, { status: "accepted" });
    const { message } = await failure(one.stack.preview(replacing));
    expect(await one.stack.preview({ ...replacing, protectConnections: false })).toMatchObject({
      step: "replace",
    });
    return message;
  },
  "… protectConnections is set, but its connections could not be counted: …": async () => {
    const one = await standing({}, inUse);
    one.fault({ kind: "status", status: 403, errorCode: "EndPoint.0004", match: connections });
    return (await failure(one.stack.preview(replacing))).message;
  },
};
