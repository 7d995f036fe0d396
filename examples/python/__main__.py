"""A whole private link in one program: the service, who may connect, the consumer's endpoint, and the owner's decision."""

import pulumi
import pulumi_huaweicloud_vpcep as vpcep

orders = vpcep.VpcEndpointService(
    "orders",
    service_name="orders",
    server_type="LB",
    vpc_id="4189d3c2-8882-4871-a3c2-d380272eed83",
    port_id="5f5d9a0e-7d06-4a80-8f5b-6d0a9a2d3c11",
    ports=[{"client_port": 443, "server_port": 8443}],
)

# An account of somebody else, which may ask for a connection.
vpcep.VpcEndpointServicePermission(
    "partner",
    endpoint_service_id=orders.id,
    permission="iam:domain::5fc973eea581490997e82ea11a1d0101",
)

# An endpoint of this account, in another VPC.
shop = vpcep.VpcEndpoint(
    "shop",
    endpoint_service_id=orders.id,
    vpc_id="84758cf5-9c62-43ae-a778-3dbd8370c0a4",
    subnet_id="16bd5b66-8c4a-4ac7-a3d2-f0bd4b5d0a7e",
)

# The owner accepts it.
accepted = vpcep.VpcEndpointConnection(
    "shop",
    endpoint_service_id=orders.id,
    endpoint_id=shop.id,
)

pulumi.export("endpointId", shop.id)
# The endpoint has its address from then on: a look-up waits for the decision, where shop.ip would come too early.
pulumi.export("address", vpcep.get_vpc_endpoint_output(id=accepted.endpoint_id).ip)
pulumi.export("status", accepted.status)
