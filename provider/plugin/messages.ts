import type { Log } from "../api/runtime";
import { engine, engineService, grpc } from "./sdk";

/** Where lines for the user go: the engine shows what a plugin tells it, and hides what it prints. */
export interface Messages {
  /** Lines about a resource; about the program, for no URN. */
  about(urn: string): Log;
  /** Until all that was said so far has reached the engine. */
  sent(): Promise<void>;
  /** The engine that lines go to from here on. */
  attach(address: string): void;
}

export function createMessages(address: string | undefined): Messages {
  const clientOf = (to: string) => new engineService.EngineClient(to, grpc.credentials.createInsecure());
  let client = address === undefined ? undefined : clientOf(address);
  let underWay: Promise<void> = Promise.resolve();
  const send = (severity: number, message: string, urn: string) => {
    const request = new engine.LogRequest();
    request.setSeverity(severity as never);
    request.setMessage(message);
    request.setUrn(urn);
    const earlier = underWay;
    // In order, and a line that is lost is no reason to fail.
    underWay = earlier.then(
      () => new Promise((done) => (client === undefined ? done() : client.log(request, () => done()))),
    );
  };
  return {
    about: (urn) => ({
      info: (line) => send(engine.LogSeverity.INFO, line, urn),
      warn: (line) => send(engine.LogSeverity.WARNING, line, urn),
    }),
    sent: () => underWay,
    attach(to) {
      client = clientOf(to);
    },
  };
}
