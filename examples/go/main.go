// A whole private link in one program: the service, who may connect, the consumer's endpoint, and the owner's decision.
package main

import (
	vpcep "pulumi-huaweicloud-vpcep/sdk/go/huaweicloudvpcep"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		orders, err := vpcep.NewVpcEndpointService(ctx, "orders", &vpcep.VpcEndpointServiceArgs{
			ServiceName: pulumi.String("orders"),
			ServerType:  pulumi.String("LB"),
			VpcId:       pulumi.String("4189d3c2-8882-4871-a3c2-d380272eed83"),
			PortId:      pulumi.String("5f5d9a0e-7d06-4a80-8f5b-6d0a9a2d3c11"),
			Ports: vpcep.PortMappingArray{
				vpcep.PortMappingArgs{ClientPort: pulumi.Int(443), ServerPort: pulumi.Int(8443)},
			},
		})
		if err != nil {
			return err
		}

		// An account of somebody else, which may ask for a connection.
		_, err = vpcep.NewVpcEndpointServicePermission(ctx, "partner", &vpcep.VpcEndpointServicePermissionArgs{
			EndpointServiceId: orders.ID(),
			Permission:        pulumi.String("iam:domain::5fc973eea581490997e82ea11a1d0101"),
		})
		if err != nil {
			return err
		}

		// An endpoint of this account, in another VPC.
		shop, err := vpcep.NewVpcEndpoint(ctx, "shop", &vpcep.VpcEndpointArgs{
			EndpointServiceId: orders.ID(),
			VpcId:             pulumi.String("84758cf5-9c62-43ae-a778-3dbd8370c0a4"),
			SubnetId:          pulumi.String("16bd5b66-8c4a-4ac7-a3d2-f0bd4b5d0a7e"),
		})
		if err != nil {
			return err
		}

		// The owner accepts it.
		accepted, err := vpcep.NewVpcEndpointConnection(ctx, "shop", &vpcep.VpcEndpointConnectionArgs{
			EndpointServiceId: orders.ID(),
			EndpointId:        shop.ID(),
		})
		if err != nil {
			return err
		}

		ctx.Export("endpointId", shop.ID())
		// The endpoint has its address from then on: a look-up waits for the decision, where shop.Ip would come too early.
		connected := vpcep.LookupVpcEndpointOutput(ctx, vpcep.LookupVpcEndpointOutputArgs{Id: accepted.EndpointId})
		ctx.Export("address", connected.Ip())
		ctx.Export("status", accepted.Status)
		return nil
	})
}
