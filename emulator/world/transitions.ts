import {
  apiTime,
  type EndpointRecord,
  failure,
  type Pending,
  type ServiceRecord,
  type State,
} from "./records";

/** A change requested at `nowMs`, with the time at which it takes place. */
export function pending(to: string, nowMs: number, settleSeconds: number | null): Pending {
  return { to, atMs: settleSeconds === null ? null : nowMs + settleSeconds * 1000 };
}

/**
 * Brings every object to the state it has at `nowMs`. It runs before each request is handled, so nothing sleeps and
 * the response to a create always shows `creating`, however short the settle time is. True if anything has changed.
 */
export function settle(state: State, nowMs: number): boolean {
  const services = Object.values(state.services).filter((each) => isDue(each.pending, nowMs));
  for (const service of services) settleService(state, service);
  const endpoints = Object.values(state.endpoints).filter((each) => isDue(each.pending, nowMs));
  for (const endpoint of endpoints) settleEndpoint(state, endpoint);
  return services.length + endpoints.length > 0;
}

function isDue(change: Pending | undefined, nowMs: number): boolean {
  return change !== undefined && change.atMs !== null && change.atMs <= nowMs;
}

function settleService(state: State, service: ServiceRecord): void {
  const change = service.pending;
  delete service.pending;
  if (change?.to === "gone") removeService(state, service.wire.id);
  else if (service.failWith !== undefined) {
    service.wire.status = "failed";
    service.wire.error = service.failWith.map(failure);
    delete service.failWith;
  } else if (change !== undefined) service.wire.status = change.to;
}

function settleEndpoint(state: State, endpoint: EndpointRecord): void {
  const change = endpoint.pending;
  delete endpoint.pending;
  if (change === undefined) return;
  if (change.to === "gone") {
    delete state.endpoints[endpoint.wire.id];
    return;
  }
  moveEndpoint(endpoint, change.to, change.atMs ?? endpoint.updatedMs);
}

/** Sets a status with all that goes with it: address and private domain name appear on acceptance and stay. */
export function moveEndpoint(endpoint: EndpointRecord, status: string, nowMs: number): void {
  endpoint.wire.status = status;
  touch(endpoint, nowMs);
  if (status !== "accepted" || endpoint.wire.service_type !== "interface") return;
  endpoint.wire.ip = endpoint.address;
  if (endpoint.ipv6Address !== undefined) endpoint.wire.ipv6_address = endpoint.ipv6Address;
  endpoint.wire.enable_dns = endpoint.wantsDns;
}

/** Every change shows in the time of the last one. */
export function touch(record: ServiceRecord | EndpointRecord, nowMs: number): void {
  record.updatedMs = nowMs;
  record.wire.updated_at = apiTime(nowMs);
}

/** A service that is gone takes along the connections that nobody could delete. */
export function removeService(state: State, id: string): void {
  delete state.services[id];
  for (const endpoint of Object.values(state.endpoints)) {
    if (endpoint.wire.endpoint_service_id === id && endpoint.unreachable)
      delete state.endpoints[endpoint.wire.id];
  }
}
