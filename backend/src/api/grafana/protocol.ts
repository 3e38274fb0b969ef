/**
 * What Grafana speaks with the backend of a datasource: the parts of its plugin protocol (version 2), of the health check
 * of gRPC and of the controller that starts and stops plugins which are served here. Field numbers are Grafana's; fields
 * that nothing here reads are left out, and skipped on the wire.
 */
const field = (type: string, id: number) => ({ type, id });
const list = (type: string, id: number) => ({ rule: 'repeated', type, id });
const map = (type: string, id: number) => ({ keyType: 'string', type, id });

const pluginv2 = {
  DataSourceInstanceSettings: {
    fields: {
      name: field('string', 2),
      jsonData: field('bytes', 8),
      decryptedSecureJsonData: map('string', 9),
      uid: field('string', 11),
    },
  },
  PluginContext: {
    fields: {
      orgId: field('int64', 1),
      pluginId: field('string', 2),
      dataSourceInstanceSettings: field('DataSourceInstanceSettings', 5),
      pluginVersion: field('string', 7),
    },
  },
  StringList: { fields: { values: list('string', 1) } },
  CallResourceRequest: {
    fields: {
      pluginContext: field('PluginContext', 1),
      path: field('string', 2),
      method: field('string', 3),
      url: field('string', 4),
      headers: map('StringList', 5),
      body: field('bytes', 6),
    },
  },
  CallResourceResponse: {
    fields: { code: field('int32', 1), headers: map('StringList', 2), body: field('bytes', 3) },
  },
  TimeRange: { fields: { fromEpochMS: field('int64', 1), toEpochMS: field('int64', 2) } },
  DataQuery: {
    fields: {
      refId: field('string', 1),
      maxDataPoints: field('int64', 2),
      intervalMS: field('int64', 3),
      timeRange: field('TimeRange', 4),
      json: field('bytes', 5),
      queryType: field('string', 6),
    },
  },
  QueryDataRequest: {
    fields: {
      pluginContext: field('PluginContext', 1),
      headers: map('string', 2),
      queries: list('DataQuery', 3),
    },
  },
  DataResponse: {
    fields: {
      frames: list('bytes', 1),
      error: field('string', 2),
      status: field('int32', 4),
      errorSource: field('string', 5),
    },
  },
  QueryDataResponse: { fields: { responses: map('DataResponse', 1) } },
  CheckHealthRequest: { fields: { pluginContext: field('PluginContext', 1) } },
  CheckHealthResponse: {
    fields: { status: field('HealthStatus', 1), message: field('string', 2), jsonDetails: field('bytes', 3) },
    nested: { HealthStatus: { values: { UNKNOWN: 0, OK: 1, ERROR: 2 } } },
  },
  Data: { methods: { QueryData: { requestType: 'QueryDataRequest', responseType: 'QueryDataResponse' } } },
  Diagnostics: { methods: { CheckHealth: { requestType: 'CheckHealthRequest', responseType: 'CheckHealthResponse' } } },
  Resource: {
    methods: {
      CallResource: {
        requestType: 'CallResourceRequest',
        responseType: 'CallResourceResponse',
        responseStream: true,
      },
    },
  },
};

const health = {
  HealthCheckRequest: { fields: { service: field('string', 1) } },
  HealthCheckResponse: {
    fields: { status: field('ServingStatus', 1) },
    nested: { ServingStatus: { values: { UNKNOWN: 0, SERVING: 1, NOT_SERVING: 2, SERVICE_UNKNOWN: 3 } } },
  },
  Health: { methods: { Check: { requestType: 'HealthCheckRequest', responseType: 'HealthCheckResponse' } } },
};

const controller = {
  Empty: { fields: {} },
  StdioData: { fields: {} },
  GRPCController: { methods: { Shutdown: { requestType: 'Empty', responseType: 'Empty' } } },
  GRPCStdio: {
    methods: { StreamStdio: { requestType: 'Empty', responseType: 'StdioData', responseStream: true } },
  },
};

/** As a descriptor that `@grpc/proto-loader` reads, so that no file has to be found when the service runs. */
export const PROTOCOL = {
  nested: {
    pluginv2: { nested: pluginv2 },
    plugin: { nested: controller },
    grpc: { nested: { health: { nested: { v1: { nested: health } } } } },
  },
};
