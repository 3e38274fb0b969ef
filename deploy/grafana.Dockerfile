# Grafana with the app, the dashboards and the provisioning of Callsight.
#
#   build     the plugin, as `npm run build -w plugin` makes it
#   (last)    Grafana's own image, with ours beside it: its data stays in its volume, what is ours in the image
#
# What it is told, in variables: docs/grafana.md.

FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json tsconfig.base.json ./
COPY contract/package.json contract/tsconfig.json contract/
COPY backend/package.json backend/
COPY simulator/package.json simulator/
COPY bench/package.json bench/
COPY client/package.json client/
COPY plugin/package.json plugin/
COPY tools/dashboards/package.json tools/dashboards/
COPY e2e/package.json e2e/
RUN npm ci --ignore-scripts --no-audit --no-fund --include-workspace-root --workspace=@callsight/contract --workspace=@callsight/plugin
COPY contract/src contract/src
COPY plugin plugin
RUN npx tsc -b contract
RUN npm run build --workspace=@callsight/plugin

FROM grafana/grafana:12.4.2
ENV GF_PATHS_CONFIG=/etc/callsight/grafana.ini
ENV GF_PATHS_PLUGINS=/opt/callsight/plugins
ENV CALLSIGHT_DASHBOARDS=/opt/callsight/dashboards
COPY --from=build /app/plugin/dist /opt/callsight/plugins/callsight-calls-app
COPY dashboards /opt/callsight/dashboards
COPY provisioning /opt/callsight/provisioning
COPY provisioning/grafana.ini /etc/callsight/grafana.ini
COPY --chmod=0755 deploy/grafana-entrypoint.sh /opt/callsight/entrypoint.sh
ENTRYPOINT ["/opt/callsight/entrypoint.sh"]
