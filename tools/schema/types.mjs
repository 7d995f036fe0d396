// The package's documented types as those of a Pulumi schema. The compiler reads them.
import { join } from "node:path";
import ts from "typescript";
import { paragraphsOf } from "./comments.mjs";

/**
 * @typedef {{ type?: string, items?: TypeSpec, additionalProperties?: TypeSpec, $ref?: string }} TypeSpec
 * @typedef {TypeSpec & { description: string }} PropertySpec
 * @typedef {{ properties: Record<string, PropertySpec>, required: string[] }} Properties
 * @typedef {Properties & { type: "object", description: string }} ObjectSpec
 */

/** @param {string} root the folder of the package */
export function openTypes(root) {
  const entry = join(root, "provider", "index.ts");
  const { config } = ts.readConfigFile(join(root, "tsconfig.json"), ts.sys.readFile);
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, root);
  const program = ts.createProgram([entry], { ...options, types: ["node"] });
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(entry);
  const module = source && checker.getSymbolAtLocation(source);
  if (module === undefined) throw new Error(`${entry} exports nothing`);
  return new Types(
    checker,
    new Map(checker.getExportsOfModule(module).map((one) => [one.name, resolved(checker, one)])),
  );
}

export class Types {
  /**
   * The objects that others hold, by name.
   * @type {Map<string, ObjectSpec>}
   */
  nested = new Map();

  /**
   * @param {ts.TypeChecker} checker
   * @param {Map<string, ts.Symbol>} exported
   */
  constructor(checker, exported) {
    this.checker = checker;
    this.exported = exported;
  }

  /**
   * What the package exports by this name.
   * @param {string} name
   */
  symbol(name) {
    const symbol = this.exported.get(name);
    if (symbol === undefined) throw new Error(`the package exports no ${name}`);
    return symbol;
  }

  /**
   * The members of an interface, with those that it inherits.
   * @param {ts.Symbol} symbol
   */
  membersOf(symbol) {
    const members = this.checker.getDeclaredTypeOfSymbol(symbol).getProperties();
    const isOwn = (/** @type {ts.Symbol} */ one) => symbol.members?.get(one.escapedName) === one;
    const inherited = members.filter((one) => !isOwn(one));
    return this.propertiesOf([...members.filter(isOwn), ...inherited.sort(byPlace)]);
  }

  /**
   * The outputs of a resource's class: what it declares itself.
   * @param {ts.Symbol} symbol
   */
  outputsOf(symbol) {
    const members = [...(symbol.members?.values() ?? [])];
    return this.propertiesOf(members.filter((one) => one.flags & ts.SymbolFlags.Property));
  }

  /**
   * @param {ts.Symbol[]} members
   * @returns {Properties}
   */
  propertiesOf(members) {
    /** @type {Properties} */
    const found = { properties: {}, required: [] };
    for (const member of members) {
      const type = typeNodeOf(member);
      const description = paragraphsOf(member, this.checker).join("\n\n");
      found.properties[member.name] = { ...this.specOf(type), description };
      const isOptional = member.flags & ts.SymbolFlags.Optional || mayBeUndefined(type);
      if (!isOptional) found.required.push(member.name);
    }
    return found;
  }

  /**
   * @param {ts.TypeNode} node
   * @returns {TypeSpec}
   */
  specOf(node) {
    const value = innermost(node);
    if (ts.isArrayTypeNode(value)) return { type: "array", items: this.specOf(value.elementType) };
    if (ts.isMappedTypeNode(value) && value.type) return this.mapOf(value.type);
    if (ts.isTypeReferenceNode(value)) {
      const [, element] = value.typeArguments ?? [];
      if (value.typeName.getText() === "Record" && element) return this.mapOf(element);
      const symbol = this.checker.getSymbolAtLocation(value.typeName);
      const target = symbol && resolved(this.checker, symbol);
      if (target && target.flags & ts.SymbolFlags.Interface) return this.referTo(target);
    }
    return primitive(this.checker.getTypeFromTypeNode(value), value.getText());
  }

  /**
   * @param {ts.TypeNode} element
   * @returns {TypeSpec}
   */
  mapOf(element) {
    return { type: "object", additionalProperties: this.specOf(element) };
  }

  /**
   * @param {ts.Symbol} symbol
   * @returns {TypeSpec}
   */
  referTo(symbol) {
    const name = nestedName(symbol.name);
    const members = this.membersOf(symbol);
    const known = this.nested.get(name);
    // A schema has one type for what programs give and what they get: the arguments, which are asked for first, stand.
    if (known === undefined)
      this.nested.set(name, {
        type: "object",
        description: paragraphsOf(symbol, this.checker).join("\n\n"),
        ...members,
      });
    else if (`${Object.keys(known.properties)}` !== `${Object.keys(members.properties)}`)
      throw new Error(`${symbol.name} has other members than another type that would be ${name}`);
    return { $ref: `#/types/${tokenOf(name)}` };
  }
}

/** @param {string} name */
export const tokenOf = (name) => `huaweicloud-vpcep:index:${name}`;

/**
 * The SDKs put `Args` and the like behind the names of a schema themselves.
 * @param {string} name
 */
function nestedName(name) {
  return name.replace(/^Get(.+)Result$/, "Listed$1").replace(/(Args|Output)$/, "");
}

/**
 * @param {ts.Symbol} member
 * @returns {ts.TypeNode}
 */
function typeNodeOf({ name, declarations = [] }) {
  const [declaration] = declarations;
  const isProperty =
    declaration && (ts.isPropertySignature(declaration) || ts.isPropertyDeclaration(declaration));
  if (!isProperty || declaration.type === undefined) throw new Error(`${name} has no declared type`);
  return declaration.type;
}

/**
 * The type inside `pulumi.Input<… | undefined>` and `pulumi.Output<… | undefined>`.
 * @param {ts.TypeNode} node
 * @returns {ts.TypeNode}
 */
function innermost(node) {
  const inside = insideOf(node);
  if (inside !== node) return innermost(inside);
  if (!ts.isUnionTypeNode(node)) return node;
  const [only, ...others] = node.types.filter((one) => one.kind !== ts.SyntaxKind.UndefinedKeyword);
  return only !== undefined && others.length === 0 ? innermost(only) : node;
}

/**
 * @param {ts.TypeNode} node
 * @returns {boolean}
 */
function mayBeUndefined(node) {
  const inside = insideOf(node);
  if (inside !== node) return mayBeUndefined(inside);
  return ts.isUnionTypeNode(node) && node.types.some((one) => one.kind === ts.SyntaxKind.UndefinedKeyword);
}

/** @param {ts.TypeNode} node */
function insideOf(node) {
  const isWrapped =
    ts.isTypeReferenceNode(node) && ["pulumi.Input", "pulumi.Output"].includes(node.typeName.getText());
  return (isWrapped && node.typeArguments?.[0]) || node;
}

/**
 * As they stand in the sources: the compiler gives what a mapped type inherits in an order that no one can foresee.
 * @param {ts.Symbol} some
 * @param {ts.Symbol} other
 */
function byPlace(some, other) {
  const [first, second] = [typeNodeOf(some), typeNodeOf(other)];
  const files = [first.getSourceFile().fileName, second.getSourceFile().fileName];
  return files[0] === files[1] ? first.pos - second.pos : String(files[0]) < String(files[1]) ? -1 : 1;
}

/**
 * @param {ts.Type} type
 * @param {string} text for a message
 * @returns {TypeSpec}
 */
function primitive(type, text) {
  const all = type.isUnion() ? type.types : [type];
  const parts = all.filter((part) => !(part.flags & ts.TypeFlags.Undefined));
  /** @param {ts.TypeFlags} flags */
  const are = (flags) => parts.every((part) => part.flags & flags);
  if (are(ts.TypeFlags.BooleanLike)) return { type: "boolean" };
  // Ports, counts and seconds: the package knows no others.
  if (are(ts.TypeFlags.NumberLike)) return { type: "integer" };
  // Known words beside `string & {}` are advice: a string holds them all.
  if (are(ts.TypeFlags.StringLike | ts.TypeFlags.Intersection)) return { type: "string" };
  if (are(ts.TypeFlags.Unknown)) return { $ref: "pulumi.json#/Any" };
  throw new Error(`a schema has no type for ${text}`);
}

/**
 * @param {ts.TypeChecker} checker
 * @param {ts.Symbol} symbol
 */
function resolved(checker, symbol) {
  return symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
}
