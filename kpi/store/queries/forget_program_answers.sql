-- grain: the answers before a moment
delete from program_answers where made_at <= $until
