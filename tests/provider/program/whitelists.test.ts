import * as pulumi from "@pulumi/pulumi";
import { VpcEndpointService, VpcEndpointServicePermission } from "../../../provider";
import { program } from "../resource/samples";

const account = "iam:domain::5fc973eea581490997e82ea11a1d0101";
const organization = "organizations:orgPath::o-1/*";

beforeAll(() =>
  pulumi.runtime.setMocks(
    { newResource: ({ name, inputs }) => ({ id: `${name}-id`, state: inputs }), call: () => ({}) },
    "project",
    "stack",
    true,
  ),
);

const service = (more: Record<string, unknown> = {}) =>
  new VpcEndpointService(
    "orders",
    program(more) as never as ConstructorParameters<typeof VpcEndpointService>[1],
  );
const record = (
  endpointServiceId: pulumi.Input<string>,
  permission: pulumi.Input<string> = account,
  name = "shop",
) => new VpcEndpointServicePermission(name, { endpointServiceId, permission });

test("a record beside the list that its service manages is refused with both names", () => {
  const { id } = service({ permissions: [] });
  const both =
    'VpcEndpointServicePermission "shop" and permissions of VpcEndpointService "orders" are for the same whitelist';
  expect(() => record(id)).toThrow(both);
  expect(() => record(id.apply((same) => same))).toThrow(both);
  expect(() => record(id, pulumi.output(account))).toThrow(both);
  expect(() => record(service({ organizationPermissions: [] }).id, organization)).toThrow(
    'organizationPermissions of VpcEndpointService "orders"',
  );
});

test.each<[string, () => pulumi.Input<string>, string]>([
  ["of a service that manages no list", () => service().id, account],
  ["of the other list", () => service({ permissions: [] }).id, organization],
  ["of a service that is named by its id", () => "orders-id", account],
  ["of an id that is nobody's output", () => pulumi.output("orders-id"), account],
  [
    "whose service is one of several",
    () => pulumi.all([service({ permissions: [] }).id, service().id]).apply(([, id]) => id),
    account,
  ],
])("a record %s is not", (_name, id, permission) => {
  expect(() => record(id(), permission)).not.toThrow();
});
