// Changes that stop half-way, and deletions that are blocked.
import { serve } from "../../../provider/dynamic/serve";
import { vpcEndpointService } from "../../../provider/vpc-endpoint-service/lifecycle";
import { connectionAction, get, put, remove, standing, tags, whitelist } from "../../faults/support";
import { failure, type Lab, service } from "../../helpers/in-process";
import { failedDestroy, failedUp, type Provocations } from "./pattern";

const refused = { kind: "status", status: 400, errorCode: "EndPoint.0002" } as const;

/** A service with a consumer, whose connections the program may reject or not. */
async function connected(rejectConnectionsOnDelete: boolean): Promise<Lab> {
  const one = await standing({}, service({ rejectConnectionsOnDelete }));
  one.emulator.connect(one.stack.id, { status: "accepted" });
  return one;
}

export const changes: Provocations = {
  "… succeeded; … failed: … it sends only what is missing.": async () => {
    const one = await standing();
    const wanted = service({ description: "new", tags: { team: "a" } });
    one.fault({ ...refused, match: tags });
    const { message } = await failure(one.stack.up(wanted));
    one.forget();
    one.emulator.clearFaults();
    await one.stack.up(wanted);
    expect(one.calls()).toEqual(["POST /endpoint_service/*/tags/action"]);
    return message;
  },
  "… of … were added …": async () => {
    const permissions = Array.from({ length: 60 }, (_, index) => `iam:domain::account${index}`);
    const refusedOnce = { ...refused, match: { ...whitelist, nth: 2 } };
    const message = await failedUp(await standing(), [refusedOnce], service({ permissions }));
    expect(message).toContain("50 of 60");
    return message;
  },
  "… may have been done: …": async () => {
    const lost = { kind: "reset", at: "after-processing", match: put } as const;
    const unreadable = { kind: "status", status: 503, match: get } as const;
    return failedUp(await standing(), [lost, unreadable], service({ description: "new" }));
  },
  "In its way: … Reject them, or …": async () => {
    const one = await connected(false);
    const { message } = await failure(one.stack.destroy());
    await one.stack.up(service({ rejectConnectionsOnDelete: true }));
    await one.stack.destroy();
    return message;
  },
  "None that blocks it is listed any longer: …": async () =>
    failedDestroy(await standing(), { ...refused, errorCode: "EndPoint.3006", match: remove }),
  "the rejection of connections of service … did not come through: …": async () => {
    const body = { connections: [] };
    return failedDestroy(await connected(true), {
      kind: "status",
      status: 200,
      body,
      match: connectionAction,
    });
  },
  "the deletion failed: …": async () => {
    const one = await standing({ emulator: { settleSeconds: { delete: 60 } } });
    one.time.onSleep = (ms) => {
      if (ms === 3000) one.emulator.patchService(one.stack.id, { status: "failed" });
    };
    return (await failure(one.stack.destroy())).message;
  },
  'service … stays: "…" is to take it over (existingId) and has not. …': async () => {
    const one = await standing();
    const { id } = one.stack;
    const successor = one.newStack("renamed");
    const wanted = service({ existingId: id, description: "new" });
    one.fault({ ...refused, match: put });
    await failure(successor.up(wanted));
    const { message } = await failure(one.stack.destroy());
    one.emulator.clearFaults();
    await successor.up(wanted);
    await one.stack.destroy();
    expect(one.emulator.state().services).toMatchObject([{ id }]);
    return message;
  },
  "a bug in pulumi-huaweicloud-vpcep, please report it: …": async () => {
    const broken = serve(
      vpcEndpointService,
      () => ({ config: { problems: [] }, secrets: () => [] }) as never,
    );
    return (await failure(broken.read("id", {}))).message;
  },
};
