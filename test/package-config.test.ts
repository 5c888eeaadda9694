import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';

const require = createRequire(import.meta.url);
// The builder's own reader and schema: what this test accepts, `npm run package` accepts.
const fromBuilder = createRequire(require.resolve('app-builder-lib/package.json'));
const readYaml: (text: string) => Record<string, unknown> = fromBuilder('js-yaml').load;
const schema: object = JSON.parse(readFileSync(require.resolve('app-builder-lib/scheme.json'), 'utf8'));

const config = readYaml(readFileSync(new URL('../electron-builder.yml', import.meta.url), 'utf8'));

describe('electron-builder.yml', () => {
  const validate = new Ajv({ strict: false, allErrors: true }).compile(schema);

  it("fits the builder's own schema", () => {
    validate(config);
    expect(validate.errors).toBeNull();
  });

  it('would be refused by that schema with a misspelt fuse or an unknown option', () => {
    const fuses = { electronFuses: { ...(config['electronFuses'] as object), runAsNod: true } };
    expect(validate({ ...config, ...fuses })).toBe(false);
    expect(validate({ ...config, asarUnpak: [] })).toBe(false);
  });

  it('closes every way to run other code with the packaged binary', () => {
    expect(config['electronFuses']).toMatchObject({
      runAsNode: false,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      grantFileProtocolExtraPrivileges: false,
    });
  });
});
