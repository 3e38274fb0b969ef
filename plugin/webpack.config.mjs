import { existsSync } from 'node:fs';
import { chmod, copyFile, mkdir } from 'node:fs/promises';
import path from 'node:path';
import CopyWebpackPlugin from 'copy-webpack-plugin';
import grafanaConfig from './.config/webpack/webpack.config.ts';

const STUB = path.resolve('src/datasource/gpx_callsight');
/** What Grafana appends to `executable`: the stub is a shell script and runs on all of them. */
const PLATFORMS = ['linux_amd64', 'linux_arm64', 'linux_arm', 'darwin_amd64', 'darwin_arm64'];

/** Puts the datasource's backend where Grafana starts it, under the name of each platform. */
class CopyStub {
  apply(compiler) {
    compiler.hooks.afterEmit.tapPromise('CopyStub', async () => {
      if (!existsSync(STUB)) {
        compiler.getInfrastructureLogger('CopyStub').warn(`${STUB} is missing: alert rules will not run`);
        return;
      }
      const folder = path.join(compiler.outputPath, 'datasource');
      await mkdir(folder, { recursive: true });
      for (const platform of PLATFORMS) {
        const file = path.join(folder, `gpx_callsight_${platform}`);
        await copyFile(STUB, file);
        await chmod(file, 0o755);
      }
    });
  }
}

/** Lets JSX compile to `react/jsx-runtime`, which Grafana shares, instead of asking for `React` in each file. */
function withJsxRuntime(rule) {
  if (rule.use?.loader !== 'swc-loader') return rule;
  const { options } = rule.use;
  const jsc = { ...options.jsc, target: 'es2022', transform: { react: { runtime: 'automatic' } } };
  return { ...rule, use: { ...rule.use, options: { ...options, jsc } } };
}

/** The build of `@grafana/create-plugin`, with the datasource's backend beside it. */
export default async function config(env) {
  const base = await grafanaConfig(env);
  return {
    ...base,
    // The whole build takes seconds; a cache beside the packages would outlive what it was made from.
    cache: false,
    module: { ...base.module, rules: base.module.rules.map(withJsxRuntime) },
    plugins: [
      ...base.plugins,
      // The base copies the logo of the app only.
      new CopyWebpackPlugin({ patterns: [{ from: '*/**/img/*.svg', to: '.' }] }),
      new CopyStub(),
    ],
  };
}
