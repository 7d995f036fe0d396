import { useMemo } from "preact/hooks";
import { isWaiting } from "./consumers";
import { DrawnList } from "./drawn-list";
import { ServiceCard, serviceCardHeight } from "./service-card";
import type { ViewProps } from "./view";
import type { Service } from "./wire";

/** The services with those who use them, and what waits for the owner. */
export function PrivateLinks({ snapshot, place, move, act }: ViewProps) {
  const { cloud, settings } = snapshot;
  const endpoints = useMemo(() => new Map(cloud?.endpoints.map((each) => [each.id, each])), [cloud]);
  if (cloud === undefined) return null;
  const waiting = cloud.services.flatMap(({ connections }) => connections).filter(isWaiting).length;
  const shown = cloud.services.filter((service) => isShown(service, place));
  return (
    <>
      <div class="tools">
        <label>
          Find
          <input
            type="search"
            value={place.find}
            placeholder="name or id of a service"
            onInput={(event) => move({ find: event.currentTarget.value })}
          />
        </label>
        <label class="check">
          <input
            type="checkbox"
            checked={place.waitingOnly}
            onChange={(event) => move({ waitingOnly: event.currentTarget.checked })}
          />
          Waiting for approval only ({waiting})
        </label>
        <p class="sum">{sumOf(shown.length, cloud.services.length)}</p>
      </div>
      {shown.length === 0 ? (
        <p class="empty">{emptySentence(cloud.services.length)}</p>
      ) : (
        <DrawnList
          label="Services"
          items={shown}
          keyOf={(service) => service.id}
          estimate={serviceCardHeight}
          render={(service) => (
            <ServiceCard
              service={service}
              endpoints={endpoints}
              accounts={settings?.accounts ?? []}
              act={act}
            />
          )}
        />
      )}
    </>
  );
}

function isShown(service: Service, { find, waitingOnly }: ViewProps["place"]): boolean {
  if (waitingOnly && !service.connections.some(isWaiting)) return false;
  const wanted = find.trim().toLowerCase();
  return wanted === "" || `${service.service_name} ${service.id}`.toLowerCase().includes(wanted);
}

function sumOf(shown: number, all: number): string {
  const services = all === 1 ? "1 service" : `${all.toLocaleString("en")} services`;
  return shown === all ? services : `${shown.toLocaleString("en")} of ${services}`;
}

function emptySentence(services: number): string {
  if (services > 0) return "No service is like that.";
  return "No services yet. Settings has the lines that point a stack here; then run pulumi up and watch.";
}
