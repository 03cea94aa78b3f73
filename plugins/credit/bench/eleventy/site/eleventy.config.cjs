// What the peer builds: one page for each entity and nothing else. Its data are JSON files below _data/.
module.exports = function (config) {
  config.setUseGitIgnore(false);
  return { htmlTemplateEngine: "njk" };
};
