import { spawnSync } from 'node:child_process';
import { composeFile, composeService } from './compose-file.js';
import { dockerfileStages, imageInstructions } from './dockerfile.js';
import { REPOSITORY, textOf } from './repository.js';

const file = composeFile();
const services = Object.entries(file.services);
const ours = services.filter(([, { image }]) => image.startsWith('callsight:')).map(([name]) => name);

describe.each(services)('the container %s', (name, service) => {
  it('has an image of one version, never the latest', () => {
    expect(service.image).toMatch(/^[a-z/-]+:v?\d+\.\d+\.\d+$/);
    expect(service.image.startsWith('callsight')).toBe(service.build !== undefined);
  });

  it('runs as a user by number that is not root, without capabilities and without a way to gain any', () => {
    expect(service.user).toMatch(/^[1-9]\d*:\d+$/);
    expect(service.cap_drop).toEqual(['ALL']);
    expect(service.security_opt).toEqual(['no-new-privileges:true']);
  });

  it('can write to its volumes and /tmp alone', () => {
    expect(service.read_only).toBe(true);
    expect(service.tmpfs).toEqual(['/tmp']);
    for (const volume of service.volumes ?? []) expect(Object.keys(file.volumes)).toContain(volume.split(':')[0]);
  });

  it('is open to this machine alone', () => {
    for (const port of service.ports ?? []) expect(port).toMatch(/^127\.0\.0\.1:\d+:\d+$/);
  });

  it('says whether it is well, or ends by itself', () => {
    const isOneShot = service.restart === 'no';
    const inImage = ours.includes(name) && imageInstructions('HEALTHCHECK').length === 1;
    expect(isOneShot || inImage || service.healthcheck?.test?.[0] === 'CMD').toBe(true);
  });

  it('gets secrets as files alone, each declared and each used', () => {
    const environment = service.environment ?? {};
    const used = Object.values(environment).filter((value) => value.startsWith('/run/secrets/'));
    expect(used.map((value) => value.slice('/run/secrets/'.length)).sort()).toEqual(
      [...(service.secrets ?? [])].sort(),
    );
    for (const secret of service.secrets ?? []) expect(file.secrets[secret]?.file).toBe(`./secrets/${secret}`);
    for (const [variable, value] of Object.entries(environment))
      if (/PASSWORD|TOKEN|SECRET|KEY/.test(variable)) {
        expect(variable).toMatch(/_FILE$/);
        expect(value).toMatch(/^\/(run\/secrets|var\/lib)\//);
      }
  });
});

describe('docker-compose.yml', () => {
  it('gives the admin token to InfluxDB and to the setup, and to nobody else', () => {
    const holders = services.filter(([, { secrets = [] }]) => secrets.includes('influxdb_admin_token'));
    expect(holders.map(([name]) => name)).toEqual(['influxdb', 'setup']);
  });

  it('lets the service start after its token is there, and only read it', () => {
    expect(composeService('callsight').depends_on?.['setup']?.condition).toBe('service_completed_successfully');
    const mounts = services.flatMap(([name, { volumes = [] }]) =>
      volumes.filter((volume) => volume.includes('-token:')).map((volume) => `${name} ${volume}`),
    );
    expect(mounts).toEqual([
      'setup service-token:/var/lib/callsight-service-token',
      'setup reader-token:/var/lib/callsight-reader-token',
      'callsight service-token:/var/lib/callsight-service-token:ro',
      'grafana reader-token:/var/lib/callsight-reader-token:ro',
    ]);
    const args = composeService('setup').command ?? [];
    const tokenFile = args[args.indexOf('--token-file') + 1];
    expect(composeService('callsight').environment?.['CALLSIGHT_INFLUX_TOKEN_FILE']).toBe(tokenFile);
  });

  it('asks for the version of this project, and for the InfluxDB that the tests run against', () => {
    const { version } = JSON.parse(textOf('package.json')) as { version: string };
    expect(ours).toEqual(['setup', 'callsight']);
    for (const name of ours) expect(composeService(name).image).toBe(`callsight:${version}`);
    const tested = /github\.com\/influxdata\/influxdb\/v2 v(\S+)/.exec(textOf('tools/influxdb2/go.mod'))?.[1];
    expect(composeService('influxdb').image).toBe(`influxdb:${tested}`);
  });

  it('keeps every volume and secret that it declares in use', () => {
    const volumes = services.flatMap(([, service]) => (service.volumes ?? []).map((one) => one.split(':')[0]));
    const secrets = services.flatMap(([, service]) => service.secrets ?? []);
    expect([...new Set(volumes)].sort()).toEqual(Object.keys(file.volumes).sort());
    expect([...new Set(secrets)].sort()).toEqual(Object.keys(file.secrets).sort());
  });

  it('runs the images that the Dockerfile is based on in one version', () => {
    const bases = new Set(dockerfileStages().map(({ image }) => image));
    expect([...bases]).toEqual(['node:24-bookworm-slim']);
  });

  const hasCompose = spawnSync('docker', ['compose', 'version']).status === 0;
  const say = hasCompose ? 'is taken by docker compose config' : 'was not shown to docker compose, which is not here';
  it(say, () => {
    if (!hasCompose) return;
    const { status, stderr } = spawnSync('docker', ['compose', 'config', '--quiet'], {
      cwd: REPOSITORY,
      encoding: 'utf8',
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });
});
