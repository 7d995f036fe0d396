import type { Emulator } from "../../emulator/index";
import { GolangClient, UnexpectedStatus } from "./golang-client";

/** What a `huaweicloud_vpcep_service` block says. */
export interface ServiceConfig {
  server_type: string;
  vpc_id: string;
  port_id: string;
  name: string;
  port_mapping: { protocol: string; service_port: number; terminal_port: number }[];
  approval: boolean;
  description: string;
  tcp_proxy?: string;
  tags: Record<string, string>;
  permissions: string[];
  organization_permissions: string[];
}

export interface ServiceState extends ServiceConfig {
  id: string;
  status: string;
  service_name: string;
  connections: unknown[];
}

/**
 * A model of the Terraform provider: the calls it makes when it is configured and for each operation of the service
 * resource, in its order, with its bodies.
 */
export class TerraformProvider {
  private constructor(
    private readonly client: GolangClient,
    /** `endpoints.vpcep` with the version and the project behind it. */
    private readonly base: string,
    private readonly sleep: (seconds: number) => void,
  ) {}

  /** `auth_url` and `endpoints` point at the emulator; only region and keys are given, so the rest is looked up. */
  static async configure(
    emulator: Emulator,
    nowMs: () => number,
    sleep: (seconds: number) => void,
    slash = "/",
  ) {
    const { accessKey, secretKey, region } = emulator;
    const authUrl = `${emulator.url}/v3`;
    const keys = { accessKey, secretKey, nowMs };
    const bare = new GolangClient(keys);
    const [project] = await bare.linkedPages(`${authUrl}/projects?name=${region}`, "projects");
    const projectClient = new GolangClient({ ...keys, projectId: project.id });
    await projectClient.linkedPages(`${authUrl}/auth/catalog`, "catalog");
    await bare.linkedPages(`${authUrl}/auth/catalog`, "catalog");
    const [domain] = await bare.linkedPages(`${emulator.url}/v3/auth/domains`, "domains");
    const domainClient = new GolangClient({ ...keys, domainId: domain.id });
    // A 403 here would mean the international web site; the emulator's account is on the other.
    await domainClient.send("GET", `${emulator.url}/v2/products/service-types?limit=1`);
    const base = `${emulator.url}${slash}v1/${project.id}`;
    return new TerraformProvider(projectClient, base, sleep);
  }

  async create(config: ServiceConfig): Promise<ServiceState> {
    const body = withoutEmpty({
      vpc_id: config.vpc_id,
      port_id: config.port_id,
      server_type: config.server_type,
      ports: config.port_mapping.map(toPort),
      service_name: config.name,
      service_type: "interface",
      approval_enabled: config.approval,
      tcp_proxy: config.tcp_proxy ?? "",
      tags: toTags(config.tags),
      description: config.description,
    });
    const created = await this.client.send("POST", `${this.base}/vpc-endpoint-services`, body, [200]);
    await this.waitFor(created.id, ["creating"], "available");
    await this.changePermissions(created.id, [], config.permissions, "domainId");
    await this.changePermissions(created.id, [], config.organization_permissions, "orgPath");
    return this.present(created.id);
  }

  /** undefined: deleted, which only a 404 says. Also what `terraform import` does with an id. */
  async read(id: string): Promise<ServiceState | undefined> {
    const wire = await this.get(id);
    if (wire === undefined) return undefined;
    const connections = await this.client.allPages(`${this.one(id)}/connections`, "connections");
    const permissions = await this.client.allPages(`${this.one(id)}/permissions`, "permissions");
    const ofType = (type: string) =>
      permissions.filter((record) => record.permission_type === type).map((record) => record.permission);
    const nameParts = wire.service_name.split(".");
    return {
      id: wire.id,
      status: wire.status,
      service_name: wire.service_name,
      server_type: wire.server_type,
      vpc_id: wire.vpc_id,
      port_id: wire.port_id,
      name: nameParts.length > 2 ? nameParts[1] : "",
      port_mapping: wire.ports.map(fromPort),
      approval: wire.approval_enabled,
      description: wire.description,
      tcp_proxy: wire.tcp_proxy,
      tags: Object.fromEntries(wire.tags.map((tag: { key: string; value: string }) => [tag.key, tag.value])),
      permissions: ofType("domainId"),
      organization_permissions: ofType("orgPath"),
      connections,
    };
  }

  async update(old: ServiceState, config: ServiceConfig): Promise<ServiceState> {
    const changed = (...names: (keyof ServiceConfig)[]) =>
      names.some((name) => JSON.stringify(old[name]) !== JSON.stringify(config[name] ?? old[name]));
    if (changed("name", "approval", "port_id", "port_mapping", "description", "tcp_proxy")) {
      const body = {
        ...withoutEmpty({ service_name: config.name }),
        description: config.description,
        ...(changed("approval") && { approval_enabled: config.approval }),
        ...(changed("port_id") && { port_id: config.port_id }),
        ...(changed("port_mapping") && { ports: config.port_mapping.map(toPort) }),
        ...(changed("tcp_proxy") && { tcp_proxy: config.tcp_proxy }),
      };
      await this.client.send("PUT", this.one(old.id), body, [200]);
    }
    if (changed("tags")) {
      await this.tagAction(old.id, "delete", old.tags);
      await this.tagAction(old.id, "create", config.tags);
    }
    await this.changePermissions(old.id, old.permissions, config.permissions, "domainId");
    const { organization_permissions: paths } = config;
    await this.changePermissions(old.id, old.organization_permissions, paths, "orgPath");
    return this.present(old.id);
  }

  async destroy(id: string): Promise<void> {
    await this.client.send("DELETE", this.one(id));
    await this.waitFor(id, ["available", "deleting"], "deleted");
  }

  private one(id: string): string {
    return `${this.base}/vpc-endpoint-services/${id}`;
  }

  private async present(id: string): Promise<ServiceState> {
    const state = await this.read(id);
    if (state === undefined) throw new Error(`${id} is gone`);
    return state;
  }

  private async get(id: string) {
    try {
      return await this.client.send("GET", this.one(id));
    } catch (error) {
      if (error instanceof UnexpectedStatus && error.status === 404) return undefined;
      throw error;
    }
  }

  /** First look after 5 s, then every 3 s; a status that is neither pending nor the target is a failure. */
  private async waitFor(id: string, pending: string[], target: string): Promise<void> {
    this.sleep(5);
    for (;;) {
      const status = (await this.get(id))?.status ?? "deleted";
      if (status === target) return;
      if (!pending.includes(status)) throw new Error(`unexpected state ${status}, wanted ${target}`);
      this.sleep(3);
    }
  }

  private async tagAction(id: string, action: string, tags: Record<string, string>): Promise<void> {
    if (Object.keys(tags).length === 0) return;
    const url = `${this.base}/endpoint_service/${id}/tags/action`;
    await this.client.send("POST", url, { action, tags: toTags(tags) }, [200, 204]);
  }

  /** Additions first; the two kinds in calls of their own. */
  private async changePermissions(id: string, old: string[], wanted: string[], type: string): Promise<void> {
    const added = wanted.filter((permission) => !old.includes(permission));
    const removed = old.filter((permission) => !wanted.includes(permission));
    const url = `${this.one(id)}/permissions/action`;
    for (const [action, permissions] of Object.entries({ add: added, remove: removed })) {
      if (permissions.length === 0) continue;
      await this.client.send("POST", url, { action, permissions, permission_type: type }, [200]);
    }
  }
}

/** Go's `omitempty`: empty texts and lists are left out, false behind a pointer is not. */
function withoutEmpty(body: Record<string, unknown>): Record<string, unknown> {
  const isEmpty = (value: unknown) => value === "" || (Array.isArray(value) && value.length === 0);
  return Object.fromEntries(Object.entries(body).filter(([, value]) => !isEmpty(value)));
}

function toTags(tags: Record<string, string>) {
  return Object.entries(tags).map(([key, value]) => ({ key, ...(value !== "" && { value }) }));
}

function toPort(mapping: ServiceConfig["port_mapping"][number]) {
  return {
    protocol: mapping.protocol,
    client_port: mapping.terminal_port,
    server_port: mapping.service_port,
  };
}

function fromPort(port: { protocol: string; client_port: number; server_port: number }) {
  return { protocol: port.protocol, service_port: port.server_port, terminal_port: port.client_port };
}
