// A push service for stories: `web-push-testing` in the foreground, on the port that is given.
import model from 'web-push-testing/src/PushApiModel.js';
import Server from 'web-push-testing/src/server.js';

new Server(new model.PushApiModel(), Number(process.argv[2])).startServer();
