import ts from 'typescript'
import type { JsonSchema } from '../lib/shape/json-schema-type.js'
import { isSchema, mapSchemas, OWN } from './schema-definitions.js'

/** Adds to a schema, and to all schemas inside, what the doc comments of the declared types say. */
export type Describe = (schema: JsonSchema) => JsonSchema

/** The functions of lib/ that declare an object of the type they are given, under a title. */
const DECLARING = new Set(['shape', 'variant', 'recordSchema', 'mapSchema', 'unionSchema'])

/**
 * Reads the doc comments of lib/. A schema's title leads to the type: the declaration `shape<MdevType>({ title: 'mdev type' },
 * ...)` or `recordSchema<HostType>('type of a host', ...)` names both.
 * @param project The folder of tsconfig.json.
 */
export function readDocComments(project: string): Describe {
  const { config } = ts.readConfigFile(`${project}/tsconfig.json`, (file) => ts.sys.readFile(file)) as {
    config: unknown
  }
  const { fileNames, options } = ts.parseJsonConfigFileContent(config, ts.sys, project)
  const program = ts.createProgram(fileNames, options)
  const checker = program.getTypeChecker()
  const types = new Map<string, ts.Type[]>()
  for (const file of program.getSourceFiles()) {
    if (!file.isDeclarationFile) collect(file, types, checker)
  }
  return (schema) => describe(schema, (each) => typeOf(each, types), checker)
}

function collect(node: ts.Node, types: Map<string, ts.Type[]>, checker: ts.TypeChecker): void {
  if (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && DECLARING.has(node.expression.text)) {
    const type = node.typeArguments?.[0]
    const title = titleOf(node.arguments[0])
    if (type !== undefined && title !== undefined) {
      const known = types.get(title) ?? []
      types.set(title, [...known, checker.getTypeFromTypeNode(type)])
    }
  }
  ts.forEachChild(node, (child) => collect(child, types, checker))
}

/** The type that was declared under the title of a schema and has its keys; a union and one of its members may share a title. */
function typeOf(schema: JsonSchema, types: ReadonlyMap<string, readonly ts.Type[]>): ts.Type {
  const keys = isSchema(schema['properties']) ? Object.keys(schema['properties']).sort().join() : undefined
  const found = (types.get(String(schema['title'])) ?? []).filter((type) =>
    keys === undefined ? type.isUnion() || type.getStringIndexType() : keysOf(type) === keys,
  )
  const [first] = found
  if (first === undefined)
    throw new Error(`No declaration in lib/ has the title '${String(schema['title'])}' and these keys.`)
  if (found.some((type) => type !== first))
    throw new Error(`Several types are titled '${String(schema['title'])}' and have the same keys.`)
  return first
}

function keysOf(type: ts.Type): string {
  return type
    .getProperties()
    .map(({ name }) => name)
    .sort()
    .join()
}

function titleOf(argument: ts.Expression | undefined): string | undefined {
  if (argument === undefined) return undefined
  if (ts.isStringLiteral(argument)) return argument.text
  if (!ts.isObjectLiteralExpression(argument)) return undefined
  for (const property of argument.properties) {
    if (ts.isPropertyAssignment(property) && property.name.getText() === 'title') return titleOf(property.initializer)
  }
  return undefined
}

type TypeOf = (schema: JsonSchema) => ts.Type

function describe(schema: JsonSchema, typeOf: TypeOf, checker: ts.TypeChecker): JsonSchema {
  const inner = Object.fromEntries(
    Object.entries(schema).map(([keyword, value]) => [
      keyword,
      keyword === 'properties' ? value : inside(value, typeOf, checker),
    ]),
  )
  const { title, ...rest } = inner
  if (typeof title !== 'string' || schema['type'] === 'array') return described(inner, undefined, typeOf, checker)
  const type = typeOf(schema)
  const words = wordsOf(type, checker)
  return { title, ...(words !== '' && { [OWN]: words }), ...described(rest, type, typeOf, checker) }
}

function inside(value: unknown, typeOf: TypeOf, checker: ts.TypeChecker): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => inside(item, typeOf, checker))
  return isSchema(value) ? describe(value, typeOf, checker) : value
}

function described(schema: JsonSchema, type: ts.Type | undefined, typeOf: TypeOf, checker: ts.TypeChecker): JsonSchema {
  if (!('properties' in schema)) return schema
  const properties = mapSchemas(schema['properties'], (property, key) => {
    const symbol = type && checker.getPropertyOfType(type, key)
    const words = symbol === undefined ? '' : plain(symbol.getDocumentationComment(checker))
    return { ...(words !== '' && { description: words }), ...describe(property, typeOf, checker) }
  })
  return { ...schema, properties }
}

/** The doc comment of an interface or of a type alias that is no generic. */
function wordsOf(type: ts.Type, checker: ts.TypeChecker): string {
  const alias = type.aliasTypeArguments === undefined ? type.aliasSymbol : undefined
  const symbol = alias ?? type.getSymbol()
  return symbol === undefined ? '' : plain(symbol.getDocumentationComment(checker))
}

function plain(comment: ts.SymbolDisplayPart[]): string {
  return ts
    .displayPartsToString(comment)
    .replaceAll(/\s*\n\s*/g, ' ')
    .trim()
}
