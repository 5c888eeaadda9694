import { ProblemSchema } from '../contract/problem-schema.ts';
import { ROUTES, type Route } from '../contract/routes.ts';

/** The contract as an OpenAPI 3.1 document (whose schemas are JSON Schema, as the contract's are). */
export function toOpenApi(version: string): unknown {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const [name, route] of Object.entries(ROUTES) as [string, Route][]) {
    const path = route.path.replace(/:(\w+)/g, '{$1}');
    paths[path] ??= {};
    (paths[path] as Record<string, unknown>)[route.method.toLowerCase()] = toOperation(name, route);
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Hookglass control API', version },
    components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
    security: [{ token: [] }],
    paths,
  };
}

function toOperation(operationId: string, route: Route): unknown {
  const problem = { description: 'A Problem', content: { 'application/json': { schema: ProblemSchema } } };
  return {
    operationId,
    summary: route.summary,
    ...(route.open ? { security: [] } : {}),
    parameters: [...parameters(route.params, 'path'), ...parameters(route.query, 'query')],
    ...(route.body === undefined
      ? {}
      : { requestBody: { required: true, content: { 'application/json': { schema: route.body } } } }),
    responses: { ...answers(route), default: problem },
  };
}

function answers(route: Route): Record<string, unknown> {
  if (route.bytes !== undefined) return { 200: { description: route.summary, content: { [route.bytes]: {} } } };
  if (route.response === null) return { 204: { description: 'Done' } };
  return { 200: { description: route.summary, content: { 'application/json': { schema: route.response } } } };
}

interface ObjectSchema {
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly required?: readonly string[];
}

function parameters(schema: Route['params'], place: 'path' | 'query'): unknown[] {
  const { properties = {}, required = [] } = (schema ?? {}) as ObjectSchema;
  return Object.entries(properties).map(([name, value]) => ({
    name,
    in: place,
    required: required.includes(name),
    schema: value,
  }));
}
