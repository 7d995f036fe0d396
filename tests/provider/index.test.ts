import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import * as entry from "../../provider";

const folder = join(__dirname, "../../provider");

function parse(file: string): ts.SourceFile {
  const path = join(folder, file);
  return ts.createSourceFile(path, readFileSync(path, "utf8"), ts.ScriptTarget.ES2022, true);
}

/** The names that the entry point exports, each with the file it comes from. */
const exported = parse("index.ts").statements.flatMap((statement): [string, string][] => {
  if (!ts.isExportDeclaration(statement) || !statement.exportClause)
    throw new Error("export names one by one");
  if (!ts.isNamedExports(statement.exportClause) || !statement.moduleSpecifier)
    throw new Error("export names of a file");
  const from = (statement.moduleSpecifier as ts.StringLiteral).text;
  return statement.exportClause.elements.map(({ name }) => [name.text, `${from}.ts`]);
});

const lookUps = [
  "getPublicVpcEndpointServices",
  "getPublicVpcEndpointServicesOutput",
  "getVpcEndpoint",
  "getVpcEndpointConnections",
  "getVpcEndpointConnectionsOutput",
  "getVpcEndpointOutput",
  "getVpcEndpointQuotas",
  "getVpcEndpointQuotasOutput",
  "getVpcEndpointService",
  "getVpcEndpointServiceOutput",
  "getVpcEndpointServicePermissions",
  "getVpcEndpointServicePermissionsOutput",
  "getVpcEndpointServices",
  "getVpcEndpointServicesOutput",
  "getVpcEndpointTags",
  "getVpcEndpointTagsOutput",
  "getVpcEndpoints",
  "getVpcEndpointsOutput",
];

// The package's public names: taking one away, or renaming it, breaks programs.
test("what the package exports", () => {
  expect(Object.keys(entry).sort()).toEqual([
    "Provider",
    "VpcEndpoint",
    "VpcEndpointConnection",
    "VpcEndpointService",
    "VpcEndpointServicePermission",
    ...lookUps,
  ]);
  expect(exported.map(([name]) => name).sort()).toEqual([
    "FailureReason",
    "GetPublicVpcEndpointServicesArgs",
    "GetPublicVpcEndpointServicesResult",
    "GetVpcEndpointArgs",
    "GetVpcEndpointConnectionsArgs",
    "GetVpcEndpointConnectionsResult",
    "GetVpcEndpointQuotasArgs",
    "GetVpcEndpointQuotasResult",
    "GetVpcEndpointResult",
    "GetVpcEndpointServiceArgs",
    "GetVpcEndpointServicePermissionsArgs",
    "GetVpcEndpointServicePermissionsResult",
    "GetVpcEndpointServiceResult",
    "GetVpcEndpointServicesArgs",
    "GetVpcEndpointServicesResult",
    "GetVpcEndpointTagsArgs",
    "GetVpcEndpointTagsResult",
    "GetVpcEndpointsArgs",
    "GetVpcEndpointsResult",
    "IpVersion",
    "ListedVpcEndpointConnection",
    "ListedVpcEndpointService",
    "ListedVpcEndpointServicePermission",
    "LookUpInputs",
    "LookUpWhere",
    "LookedUpWhere",
    "PolicyStatementArgs",
    "PortMappingArgs",
    "PortMappingOutput",
    "Provider",
    "ProviderArgs",
    "PublicVpcEndpointService",
    "ServerResourceArgs",
    "ServerResourceOutput",
    "ServerType",
    "TcpProxy",
    "VpcEndpoint",
    "VpcEndpointArgs",
    "VpcEndpointConnection",
    "VpcEndpointConnectionArgs",
    "VpcEndpointQuota",
    "VpcEndpointService",
    "VpcEndpointServiceArgs",
    "VpcEndpointServiceOptions",
    "VpcEndpointServicePermission",
    "VpcEndpointServicePermissionArgs",
    "VpcEndpointTag",
    ...lookUps,
  ]);
});

type Documented =
  | ts.InterfaceDeclaration
  | ts.ClassDeclaration
  | ts.TypeAliasDeclaration
  | ts.FunctionDeclaration;

function declarationOf(name: string, file: string): Documented {
  const found = parse(file).statements.find(
    (statement): statement is Documented =>
      (ts.isInterfaceDeclaration(statement) ||
        ts.isClassDeclaration(statement) ||
        ts.isTypeAliasDeclaration(statement) ||
        ts.isFunctionDeclaration(statement)) &&
      statement.name?.text === name,
  );
  if (found === undefined) throw new Error(`${file} declares no ${name}`);
  return found;
}

/** The text above a declaration, and what it says of its parameters. */
function docOf(node: ts.Node): string {
  return ts
    .getJSDocCommentsAndTags(node)
    .map(
      (doc) =>
        `${ts.getTextOfJSDocComment(doc.comment) ?? ""} ${ts.isJSDoc(doc) ? (doc.tags ?? []).map((tag) => ts.getTextOfJSDocComment(tag.comment)).join(" ") : ""}`,
    )
    .join(" ")
    .trim();
}

const nameOf = (member: ts.Node & { name?: ts.Node }) => member.name?.getText() ?? "constructor";

/** Public members; of an overloaded one its signatures, which are all that an editor shows. */
function publicMembers(declaration: Documented): ts.Node[] {
  if (ts.isTypeAliasDeclaration(declaration) || ts.isFunctionDeclaration(declaration)) return [declaration];
  const all: ts.Node[] = [...declaration.members];
  const isSignature = (member: ts.Node) => ts.isConstructorDeclaration(member) && member.body === undefined;
  return all.filter((member) => {
    const flags = ts.getCombinedModifierFlags(member as ts.Declaration);
    if ((flags & (ts.ModifierFlags.Private | ts.ModifierFlags.Protected)) !== 0) return false;
    return !ts.isConstructorDeclaration(member) || member.body === undefined || !all.some(isSignature);
  });
}

test.each(exported)("%s and each of its public members say what they are", (name, file) => {
  const declaration = declarationOf(name, file);
  const members = publicMembers(declaration);
  expect(docOf(declaration)).not.toBe("");
  expect(members.length).toBeGreaterThan(0);
  const isInternal = (member: ts.Node) =>
    ts.getJSDocTags(member).some(({ tagName }) => tagName.text === "internal");
  const silent = members.filter((member) => docOf(member) === "" && !isInternal(member));
  expect(silent.map(nameOf)).toEqual([]);
});
