// Waits that do not end well.
import { get, lab, put, standing } from "../../faults/support";
import { expectRecovery, failure, service } from "../../helpers/in-process";
import { failedUp, type Provocations } from "./pattern";

export const waits: Provocations = {
  "service … is still … after … s and … polls": async () => {
    const one = await lab();
    one.emulator.configure({ settleSeconds: null });
    const { message } = await failure(one.stack.up(service()));
    one.emulator.patchService(one.stack.id, { settleSeconds: 60 });
    await expectRecovery(one);
    return message;
  },
  "service … is still in an unknown state (a response without id or status) …": async () =>
    failedUp(await lab(), [{ kind: "replace-body", body: {}, match: get }]),
  "waiting for service …: … nothing is created twice.": async () => {
    const one = await lab();
    one.fault({ kind: "status", status: 503, match: { ...get, nth: [1, 20] } });
    await one.stack.up(service());
    return failedUp(await lab(), [{ kind: "status", status: 503, match: get }]);
  },
  "service … has the status failed (…).": async () => {
    const one = await lab();
    const failNextCreate = [{ error_code: "EndPoint.0001", error_message: "No capacity." }];
    one.emulator.configure({ failNextCreate });
    const { message } = await failure(one.stack.up(service()));
    expect(one.stack.outputs.error).toMatchObject([{ errorMessage: "No capacity." }]);
    one.emulator.configure({ failNextCreate: null });
    expect(await expectRecovery(one)).toBe("replace");
    return message;
  },
  "service … was created but is not readable. …": async () =>
    failedUp(await lab(), [{ kind: "status", status: 404, errorCode: "EndPoint.0005", match: get }]),
  "service … is gone. Run …": async () => {
    const one = await standing();
    const wanted = service({ description: "new" });
    one.fault({ kind: "reset", match: put }, { kind: "status", status: 503, match: get });
    await failure(one.stack.up(wanted));
    one.emulator.clearFaults();
    one.emulator.deleteService(one.stack.id);
    const { message } = await failure(one.stack.up(wanted));
    await one.stack.refresh();
    expect(await one.stack.up(wanted)).toBe("create");
    return message;
  },
};
