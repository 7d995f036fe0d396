#!/usr/bin/env node
// The plugin as the engine starts it: the engine's address is the first argument, the port is the first line printed.
import { createMessages } from "./messages";
import { schema, version } from "./package-files";
import { grpc, providerService } from "./sdk";
import { pluginService } from "./serve";

const [address] = process.argv.slice(2).filter((argument) => !argument.startsWith("-"));
const messages = createMessages(address);
const server = new grpc.Server({ "grpc.max_receive_message_length": 400 * 1024 * 1024 });
const service = pluginService({ version, schema, messages, attach: messages.attach });
server.addService(providerService.ResourceProviderService, service as never);
server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  process.stdout.write(`${port}\n`);
});
// The engine ends a plugin by an interrupt (a break on Windows) and waits 5 s for it. A user's Ctrl-C does not come
// here: plugins have a process group of their own.
for (const signal of ["SIGINT", "SIGBREAK", "SIGTERM"] as const) process.once(signal, () => process.exit(0));
process.stdin.on("error", () => undefined);
