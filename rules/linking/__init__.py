"""Behind the door `rules.link`: words and stems, query formulation, features, the weights, the decision."""
