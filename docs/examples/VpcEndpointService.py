import pulumi
import pulumi_huaweicloud_vpcep as vpcep

orders = vpcep.VpcEndpointService(
    "orders",
    service_name="orders",
    server_type="LB",
    vpc_id="4189d3c2-8882-4871-a3c2-d380272eed83",
    port_id="5f5d9a0e-7d06-4a80-8f5b-6d0a9a2d3c11",
    ports=[{"client_port": 443, "server_port": 8443}],
    permissions=["iam:domain::5fc973eea581490997e82ea11a1d0101"],
    tags={"team": "checkout"},
)

pulumi.export("endpointServiceName", orders.endpoint_service_name)
