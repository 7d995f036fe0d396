// One user's stacks among others': a service with an endpoint, the owner's decision and a record, made, changed, looked at
// and taken down again and again.
import { randomUUID } from "node:crypto";
import { bridgeText } from "../../../provider/program/bridge";
import type { EngineProvider, Properties } from "../../helpers/engine";
import { networkId, service, vpcId } from "../../helpers/samples";
import { Stack } from "../../helpers/stack";

const TYPES = [
  "VpcEndpointService",
  "VpcEndpoint",
  "VpcEndpointConnection",
  "VpcEndpointServicePermission",
] as const;
type Type = (typeof TYPES)[number];

export interface Step {
  type: Type;
  command: "up" | "refresh" | "destroy";
  word: string;
}

/** Seconds of each create, update and delete. */
const LIMIT = 4;

export class Lane {
  private readonly stacks: Record<Type, Stack>;
  private port = 0;
  private subnetId = networkId;
  readonly errors: string[] = [];

  constructor(
    private readonly name: string,
    provider: EngineProvider,
  ) {
    const customTimeouts = { create: LIMIT, update: LIMIT, delete: LIMIT };
    const stack = (type: Type) =>
      new Stack(provider, { name: `${name}${type}`, providerText: bridgeText(type), customTimeouts });
    this.stacks = Object.fromEntries(TYPES.map((type) => [type, stack(type)])) as Record<Type, Stack>;
  }

  /** Takes a step as far as it makes sense here; what fails is kept. */
  async take({ type, command, word }: Step): Promise<void> {
    if (command === "destroy") return this.destroy(type);
    const stack = this.stacks[type];
    if (command === "refresh" && stack.state !== undefined) return this.settle(() => stack.refresh());
    const wanted = this.wanted(type, word);
    // What the others lie in comes first.
    if (wanted === undefined) return this.take({ type: "VpcEndpointService", command: "up", word });
    await this.settle(() => stack.up(wanted));
  }

  /** What lies in it goes first. */
  async destroy(type: Type): Promise<void> {
    if (type === "VpcEndpoint") await this.destroy("VpcEndpointConnection");
    if (type === "VpcEndpointService") {
      await this.destroy("VpcEndpoint");
      await this.destroy("VpcEndpointServicePermission");
    }
    if (this.stacks[type].deployment.resources.length > 0)
      await this.settle(() => this.stacks[type].destroy());
  }

  /** All that the state holds, of each type. */
  ids(type: Type): string[] {
    return this.stacks[type].deployment.resources.map(({ id }) => id);
  }

  private async settle(run: () => Promise<unknown>): Promise<void> {
    try {
      await run();
    } catch (error) {
      this.errors.push((error as Error).message);
    }
  }

  /** The least that makes one, with a word that changes; undefined while there is nothing for it to lie in. */
  private wanted(type: Type, word: string): Properties | undefined {
    const { VpcEndpointService: owner, VpcEndpoint: consumer, [type]: own } = this.stacks;
    if (type === "VpcEndpointService") {
      // What a create in doubt has left keeps its port.
      if (own.state === undefined) this.port += 1;
      const portId = `22222222-2222-4222-8222-${this.name.padStart(12, "0")}`;
      const ports = [{ clientPort: 80, serverPort: this.port }];
      return service({ portId, ports, description: word, tags: { word } });
    }
    if (owner.state === undefined) return undefined;
    const endpointServiceId = owner.id;
    if (type === "VpcEndpointServicePermission")
      return { endpointServiceId, permission: "iam:domain::partner", description: word };
    if (type === "VpcEndpoint") {
      if (own.state === undefined) this.subnetId = randomUUID();
      return { endpointServiceId, vpcId, subnetId: this.subnetId, tags: { word } };
    }
    if (consumer.state === undefined) return undefined;
    return { endpointServiceId, endpointId: consumer.id, description: word, accepted: word !== "b" };
  }
}
