import pulumi
import pulumi_huaweicloud_vpcep as vpcep

waiting = vpcep.get_vpc_endpoint_connections_output(
    endpoint_service_id="9d4c1f6e-5d0f-4b43-9a3e-7c1f2e7f1a55",
    status="pendingAcceptance",
)

pulumi.export("waitingEndpoints", waiting.connections)
