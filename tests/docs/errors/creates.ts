// A create whose response got lost, and one that met another service on its port.
import { lab, list, post, posts, standing } from "../../faults/support";
import { expectRecovery, failure, service } from "../../helpers/in-process";
import { failedUp, type Provocations } from "./pattern";

const lostResponse = { kind: "reset", at: "after-processing", match: post } as const;

export const creates: Provocations = {
  "the response to the create was lost; found the service that it made: …": async () => {
    const one = await lab();
    one.fault(lostResponse);
    await one.stack.up(service());
    expect(posts(one)).toBe(1);
    return one.lines[0] ?? "";
  },
  "the service may have been created, and what came after failed too. …": async () => {
    const one = await lab();
    one.fault(lostResponse, { kind: "status", status: 503, match: list });
    const { message } = await failure(one.stack.up(service()));
    const [made] = one.emulator.state().services;
    await expectRecovery(one, service({ existingId: String(made?.id) }));
    return message;
  },
  "The create was sent … times, and the list shows no service of it: nothing was made.": async () => {
    const message = await failedUp(await lab(), [{ kind: "status", status: 503, match: post }]);
    expect(message).toMatch(/\(request_id.*attempt 3\/3/);
    return message;
  },
  "Service … already serves … of port … If this stack made it under another name, …": async () => {
    const one = await standing();
    const { id } = one.stack;
    one.stack.state = undefined;
    one.restart();
    const { message } = await failure(one.stack.up(service()));
    await expectRecovery(one, service({ existingId: id }));
    return message;
  },
  "It is the service that this resource replaces: set the option deleteBeforeReplace: true, …": async () => {
    // As `pulumi up --replace` does it: the resource still has its service.
    const one = await standing();
    const { inputs } = await one.stack.preview(service());
    return (await failure(one.handlers.create(inputs))).message;
  },
  "It is the service that this resource replaces, and the state does not know that it serves these: …":
    async () => {
      const one = await standing();
      const wanted = service({ ports: [{ clientPort: 8080, serverPort: 8000 }], serverType: "VM" });
      const ports = [{ client_port: 8080, server_port: 8000, protocol: "TCP" }];
      one.emulator.patchService(one.stack.id, { ports });
      const { message } = await failure(one.stack.up(wanted));
      await one.stack.refresh();
      expect(await one.stack.up(wanted)).toBe("replace");
      return message;
    },
  'It belongs to "…" of this program. …': async () => {
    const one = await standing();
    const [before, after] = [service(), service({ ports: [{ clientPort: 8080, serverPort: 81 }] })];
    const other = one.newStack("invoices");
    await one.stack.preview(before);
    const { message } = await failure(other.up(before));
    await one.stack.up(after);
    expect(await other.up(before)).toBe("create");
    return message;
  },
  "Choose another serverPort, or delete that service first.": async () => {
    const one = await standing();
    const foreign = one.another();
    const wanted = service({ ports: [{ clientPort: 8080, serverPort: 81 }] });
    await foreign.stack.up(wanted);
    const { message } = await failure(one.stack.up(wanted));
    await foreign.stack.destroy();
    expect(await one.stack.up(wanted)).toBe("update");
    return message;
  },
};
