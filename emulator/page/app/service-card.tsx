import { consumerGroups, shortId, shortName } from "./consumers";
import { Consumers, consumersHeight } from "./consumers-picture";
import { CopyButton } from "./copy-button";
import type { Act } from "./hooks";
import { Status } from "./status";
import type { AccountView, Endpoint, Service } from "./wire";

interface Props {
  service: Service;
  endpoints: ReadonlyMap<string, Endpoint>;
  accounts: readonly AccountView[];
  act: Act;
}

/** One service as its owner thinks of it, with its consumers. */
export function ServiceCard({ service, endpoints, accounts, act }: Props) {
  const groups = consumerGroups(service, endpoints, accounts);
  const name = shortName(service);
  return (
    <article class="card" aria-label={`Service ${name}`}>
      <header>
        <h3>{name}</h3>
        <Status status={service.status} />
        <p class="full-name">
          <code>{service.service_name}</code>
          <CopyButton text={service.service_name} what={`the full name of ${name}`} act={act} />
        </p>
      </header>
      {reasonsOf(service).map((reason) => (
        <p key={reason.error_code} class="problem">
          <code>{reason.error_code}</code> {reason.error_message}
        </p>
      ))}
      <div class="link">
        <Facts service={service} accounts={accounts} />
        <Consumers groups={groups} act={act} />
      </div>
    </article>
  );
}

/** Control routes can put anything there. */
function reasonsOf({ error }: Service): NonNullable<Service["error"]> {
  return Array.isArray(error) ? error : [];
}

/** Before it has been drawn. */
export function serviceCardHeight({ connections }: Service): number {
  return 116 + Math.max(164, consumersHeight(connections.length, Math.min(2, connections.length)));
}

function Facts({ service, accounts }: Pick<Props, "service" | "accounts">) {
  const { server_type, port_id, vpc_id, ports, approval_enabled, description, project_id } = service;
  const region = accounts
    .flatMap(({ projects }) => projects)
    .find(({ projectId }) => projectId === project_id)?.region;
  return (
    <dl class="facts">
      <dt>Backend</dt>
      <dd>
        {server_type} <code title={port_id}>{shortId(String(port_id))}</code> in VPC{" "}
        <code title={vpc_id}>{shortId(String(vpc_id))}</code>
      </dd>
      <dt>Ports</dt>
      <dd>
        {(ports ?? []).map(({ client_port, server_port, protocol }) => (
          <span key={`${client_port} ${protocol}`} class="mapping">
            {client_port} → {server_port} <small>{protocol}</small>
          </span>
        ))}
      </dd>
      <dt>Approval</dt>
      <dd>{approval_enabled ? "by the owner" : "not needed"}</dd>
      {region !== undefined && <dt>Region</dt>}
      {region !== undefined && <dd>{region}</dd>}
      {description && <dt>Note</dt>}
      {description && <dd class="note">{description}</dd>}
    </dl>
  );
}
